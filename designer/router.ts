import type { Component } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from '../runtime/app/session.ts';

/** The kinds of definitions by the folder they lie in, which is also their place in an address. */
const FOLDERS = 'flows|rules|tables|messages|connectors|calendars|reports|scenarios|data';

const home = () => import('./app/HomePage.vue');
const pages = import.meta.glob<Component>('./forms/FormEditorPage.vue', { import: 'default' });
const formPage = pages['./forms/FormEditorPage.vue'] ?? home;

/** Addresses below /design. Keys begin with a letter, so that `-` is nobody's app. */
export const router = createRouter({
  history: createWebHistory('/design'),
  routes: [
    { path: '/-/login', name: 'login', component: () => import('../runtime/app/LoginPage.vue'), meta: { open: true } },
    { path: '/', name: 'apps', component: () => import('./app/AppsPage.vue') },
    {
      path: '/:app',
      component: () => import('./shell/AppFrame.vue'),
      props: true,
      children: [
        {
          path: 'forms/:key',
          name: 'form',
          component: formPage,
          props: true,
        },
        {
          path: `:folder(${FOLDERS})/:key`,
          name: 'definition',
          component: home,
          props: true,
        },
        {
          path: '',
          component: () => import('./shell/AppPages.vue'),
          children: [
            { path: '', name: 'home', component: home },
            { path: 'settings', name: 'settings', component: home },
            { path: 'roles', name: 'roles', component: home },
            { path: 'people', name: 'people', component: home },
            { path: 'navigation', name: 'navigation', component: home },
            { path: 'portal', name: 'portal', component: home },
            { path: 'publish', name: 'publish', component: home },
            { path: 'compare', name: 'compare', component: home },
            { path: 'versions', name: 'versions', component: home },
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
