import 'element-plus/theme-chalk/dark/css-vars.css';
import '../theme/base.css';
import '../theme/tokens.css';
import '../i18n/workbench/index.ts';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { whenSignedOut } from '../api/client.ts';
import { i18n } from '../i18n/index.ts';
import { startTheme } from '../theme/mode.ts';
import App from './App.vue';
import { router } from './router.ts';
import { useSession } from './session.ts';

startTheme();
const app = createApp(App).use(createPinia()).use(i18n).use(router);

whenSignedOut(() => {
  const session = useSession();
  if (session.session === undefined) return;
  session.forget();
  void router.push({ name: 'login', query: { to: router.currentRoute.value.fullPath } });
});

app.mount('#app');
// Where the device has no Chinese font. Pieces are fetched only for the characters that are missing.
void import('@fontsource-variable/noto-sans-sc');
