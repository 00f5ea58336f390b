// The dashboard's files, and the headers every answer carries: what a browser may load, run and be framed by.
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import { isOwnHost } from '../accounts/own-host.js';
import type { Environment } from '../environment.js';
import { foreignHost } from './problem.js';

/** Paths of the single page: it finds out by itself which of its screens is meant. */
export const pagePaths = [
  '/',
  '/sign-in',
  '/set-up',
  '/join',
  '/account',
  '/console',
  '/console/*',
  '/patrol',
  '/patrol/*',
  '/install',
  '/install/*',
  '/tickets/*',
  '/admin',
  '/admin/*',
  '/review',
  '/wall',
  '/audit',
];
/** The path pattern of every other file of the dashboard. */
export const filesPath = '/*';

const self = ["'self'"];

/** deck.gl and MapLibre make workers and images of their own out of blobs; antd writes styles as it goes. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: self,
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    mediaSrc: ["'self'", 'data:', 'blob:'],
    connectSrc: ["'self'", 'data:', 'blob:'],
    workerSrc: ["'self'", 'blob:'],
    manifestSrc: self,
    baseUri: ["'none'"],
    formAction: self,
    frameAncestors: ["'none'"],
  },
};

/** What our own pages use and nothing else does: the camera scans stickers, the place goes into a work order. */
const permissionsPolicy = [
  'camera=(self)',
  'geolocation=(self)',
  'fullscreen=(self)',
  ...['microphone', 'display-capture', 'payment', 'usb', 'serial', 'bluetooth', 'hid', 'midi'].map(
    (name) => `${name}=()`,
  ),
].join(', ');

/** Registers headers and files; before `init`, so that they hold for every route. */
export async function servePages(
  app: NestFastifyApplication,
  { dashboardDir, origin }: Pick<Environment, 'dashboardDir' | 'origin'>,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // TLS ends at the proxy in front, and what it promises about TLS is its own to say.
    strictTransportSecurity: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.headers.host, origin)) throw foreignHost();
    void reply.header('permissions-policy', permissionsPolicy);
    // What the interface tells is for whoever asked; a route whose answer may be kept says so itself.
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  await app.register(fastifyStatic, {
    root: dashboardDir,
    cacheControl: false,
    setHeaders: (response, path) => {
      // Vite names everything in assets by its content.
      const isHashed = path.startsWith(join(dashboardDir, 'assets'));
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const path of pagePaths) fastify.get(path, (_request, reply) => reply.sendFile('index.html'));
}
