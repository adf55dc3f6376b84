import { Navigate, type RouteObject } from 'react-router-dom'
import { BrokenPage } from './BrokenPage'
import { LoadingPage } from './LoadingPage'
import { NotFoundPage } from './NotFoundPage'

/** Each area is a chunk of its own: the demo site never loads the inbox, nor the other way round. */
export const routes: RouteObject[] = [
  {
    errorElement: <BrokenPage />,
    hydrateFallbackElement: <LoadingPage />,
    children: [
      { path: '/', lazy: async () => ({ Component: (await import('./DemoSite')).DemoSite }) },
      {
        path: '/admin',
        lazy: async () => ({ Component: (await import('./AdminArea')).AdminArea }),
        children: [
          {
            errorElement: <BrokenPage />,
            children: [
              { index: true, element: <Navigate to="/admin/chat" replace /> },
              { path: 'login', lazy: async () => ({ Component: (await import('@/auth/SignInPage')).SignInPage }) },
              { path: 'sign-up', lazy: async () => ({ Component: (await import('@/auth/SignUpPage')).SignUpPage }) },
              { path: 'join', lazy: async () => ({ Component: (await import('@/auth/JoinPage')).JoinPage }) },
              // One route for both addresses: choosing a conversation leaves the list as it stands.
              {
                path: 'chat/:conversationId?',
                lazy: async () => ({ Component: (await import('./ChatPage')).ChatPage }),
              },
              {
                path: 'settings',
                lazy: async () => ({ Component: (await import('./SettingsPage')).SettingsPage }),
                children: [
                  { index: true, element: <Navigate to="/admin/settings/inboxes" replace /> },
                  {
                    path: 'inboxes',
                    lazy: async () => ({ Component: (await import('@/settings/InboxesPage')).InboxesPage }),
                  },
                  {
                    path: 'inboxes/:inboxId/:part?',
                    lazy: async () => ({ Component: (await import('@/settings/inbox/InboxPage')).InboxPage }),
                  },
                  {
                    path: 'team',
                    lazy: async () => ({ Component: (await import('@/settings/team/TeamPage')).TeamPage }),
                  },
                  {
                    path: 'labels',
                    lazy: async () => ({ Component: (await import('@/settings/LabelsPage')).LabelsPage }),
                  },
                  {
                    path: 'canned-responses',
                    lazy: async () => ({
                      Component: (await import('@/settings/CannedResponsesPage')).CannedResponsesPage,
                    }),
                  },
                  {
                    path: 'profile',
                    lazy: async () => ({ Component: (await import('@/settings/ProfilePage')).ProfilePage }),
                  },
                  {
                    path: 'workspace',
                    lazy: async () => ({ Component: (await import('@/settings/WorkspacePage')).WorkspacePage }),
                  },
                ],
              },
              { path: 'reports', lazy: async () => ({ Component: (await import('./ReportsPage')).ReportsPage }) },
            ],
          },
        ],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]
