import '../theme/base.css';
import '../theme/tokens.css';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { i18n } from '../i18n/index.ts';
import { startTheme } from '../theme/mode.ts';
import { reportHeight } from './embed.ts';
import PortalShell from './PortalShell.vue';

startTheme();
const router = createRouter({
  history: createWebHistory('/portal/'),
  routes: [
    { path: '/:app', name: 'home', component: () => import('./HomePage.vue') },
    { path: '/:app/new', name: 'apply', component: () => import('./ApplyPage.vue') },
    { path: '/:app/f/:form', name: 'public', component: () => import('./public/PublicFormPage.vue') },
    { path: '/:app/r/:record', name: 'state', component: () => import('./StatePage.vue') },
  ],
});
createApp(PortalShell).use(i18n).use(router).mount('#app');
reportHeight();
// Where the device has no Chinese font. Pieces are fetched only for the characters that are missing.
void import('@fontsource-variable/noto-sans-sc');
