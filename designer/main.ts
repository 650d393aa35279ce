import 'element-plus/theme-chalk/dark/css-vars.css';
import '../runtime/theme/base.css';
import '../runtime/form/form.css';
import '../runtime/theme/tokens.css';
import './i18n/index.ts';
import './editors/editors.css';
import './shell/pages.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { loadGrammar } from '../engine/expression/index.ts';
import { whenSignedOut } from '../runtime/api/client.ts';
import App from '../runtime/app/App.vue';
import { useSession } from '../runtime/app/session.ts';
import { loadAllFields } from '../runtime/fields/load.ts';
import { i18n } from '../runtime/i18n/index.ts';
import { startTheme } from '../runtime/theme/mode.ts';
import { router } from './router.ts';

startTheme();
const app = createApp(App).use(createPinia()).use(i18n).use(router);

whenSignedOut(() => {
  const session = useSession();
  if (session.session === undefined) return;
  session.forget();
  void router.push({ name: 'login', query: { to: router.currentRoute.value.fullPath } });
});

// Formulas are written here, so the grammar is at hand before anything is drawn.
await Promise.all([loadGrammar(), loadAllFields()]);
app.mount('#app');
// Where the device has no Chinese font. Pieces are fetched only for the characters that are missing.
void import('@fontsource-variable/noto-sans-sc');
