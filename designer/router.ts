import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from '../runtime/app/session.ts';

/** The kinds of definitions by the folder they lie in, which is also their place in an address. */
const FOLDERS = 'rules|tables|messages|connectors|calendars|reports|scenarios|data';

/** Addresses below /design. Keys begin with a letter, so that `-` is nobody's app. */
export const router = createRouter({
  history: createWebHistory('/design'),
  routes: [
    { path: '/-/login', name: 'login', component: () => import('../runtime/app/LoginPage.vue'), meta: { open: true } },
    { path: '/', name: 'apps', component: () => import('./app/AppsPage.vue') },
    {
      path: '/:app',
      component: () => import('./shell/AppFrame.vue'),
      // Nothing but this: a parameter `key` would be Vue's own, and each form would open the draft anew.
      props: ({ params: { app } }) => ({ app }),
      children: [
        {
          path: 'forms/:key',
          name: 'form',
          component: () => import('./forms/FormEditorPage.vue'),
          props: ({ params: { app } }) => ({ app }),
        },
        {
          path: 'flows/:key',
          name: 'flow',
          component: () => import('./flows/FlowEditorPage.vue'),
          props: ({ params: { app } }) => ({ app }),
        },
        {
          path: `:folder(${FOLDERS})/:key`,
          name: 'definition',
          component: () => import('./app/DefinitionPage.vue'),
          props: ({ params: { folder, key } }) => ({ folder, name: key }),
        },
        {
          path: '',
          component: () => import('./shell/AppPages.vue'),
          children: [
            { path: '', name: 'home', component: () => import('./app/HomePage.vue') },
            { path: 'settings', name: 'settings', component: () => import('./app/SettingsPage.vue') },
            { path: 'roles', name: 'roles', component: () => import('./app/RolesPage.vue') },
            { path: 'people', name: 'people', component: () => import('./app/PeoplePage.vue') },
            { path: 'navigation', name: 'navigation', component: () => import('./app/NavigationPage.vue') },
            { path: 'portal', name: 'portal', component: () => import('./app/PortalPage.vue') },
            { path: 'publish', name: 'publish', component: () => import('./publish/PublishPage.vue') },
            { path: 'compare', name: 'compare', component: () => import('./publish/ComparePage.vue') },
            { path: 'versions', name: 'versions', component: () => import('./publish/VersionsPage.vue') },
          ],
        },
      ],
    },
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./shell/LostPage.vue') },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.open === true) return true;
  const signedIn = await useSession().restore();
  return signedIn ? true : { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
});
