import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from './session.ts';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: () => import('./LoginPage.vue'), meta: { open: true } },
    {
      path: '/',
      component: () => import('./AppShell.vue'),
      children: [
        { path: '', redirect: '/w/tasks/todo' },
        { path: 'w', redirect: '/w/tasks/todo' },
        {
          path: 'w/tasks/:box(todo|done|started|copied)/:task?',
          name: 'tasks',
          component: () => import('../workbench/tasks/TasksPage.vue'),
        },
        // Deep links in messages: the task alone, whichever box it lies in.
        { path: 'w/tasks/:task', name: 'task', component: () => import('../workbench/tasks/TaskPage.vue') },
        { path: 'w/:app/scan/:index', name: 'scan', component: () => import('../workbench/scan/ScanPage.vue') },
        {
          path: 'w/:app/forms/:form',
          name: 'records',
          component: () => import('../workbench/records/RecordsPage.vue'),
        },
        {
          path: 'w/:app/forms/:form/new',
          name: 'create',
          component: () => import('../workbench/records/CreatePage.vue'),
        },
        {
          path: 'w/:app/forms/:form/import',
          name: 'import',
          component: () => import('../workbench/import/ImportPage.vue'),
        },
        {
          path: 'w/:app/forms/:form/:record/print',
          name: 'print',
          component: () => import('../workbench/record/PrintPage.vue'),
        },
        {
          path: 'w/:app/forms/:form/:record',
          name: 'record',
          component: () => import('../workbench/records/RecordPage.vue'),
        },
        { path: 'w/:app/boards/:board', name: 'board', component: () => import('../boards/BoardPage.vue') },
        {
          path: 'w/:app/incidents',
          name: 'incidents',
          component: () => import('../workbench/incidents/IncidentsPage.vue'),
        },
        { path: 'w/me', name: 'me', component: () => import('./MePage.vue') },
        { path: ':rest(.*)*', name: 'lost', component: () => import('./LostPage.vue') },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.open === true) return true;
  const signedIn = await useSession().restore();
  return signedIn ? true : { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
});
