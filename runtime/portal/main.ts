import '../theme/base.css';
import '../theme/tokens.css';
import { createApp } from 'vue';
import { i18n } from '../i18n/index.ts';
import { startTheme } from '../theme/mode.ts';
import { reportHeight } from './embed.ts';
import PortalShell from './PortalShell.vue';
import { startRouter } from './router.ts';

startTheme();
void startRouter();
createApp(PortalShell).use(i18n).mount('#app');
reportHeight();
// Where the device has no Chinese font. Pieces are fetched only for the characters that are missing.
void import('@fontsource-variable/noto-sans-sc');
