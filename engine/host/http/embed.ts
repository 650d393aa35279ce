import type { FastifyInstance } from 'fastify';

/**
 * <script src="https://…/embed.js" data-app="…" data-token="…"></script> puts the portal where it stands. The page and the
 * frame talk by postMessage, each checking the other's origin: the frame tells its height, the page hands over the
 * customer's token, which stands in no address.
 */
const SCRIPT = `(function () {
  'use strict';
  var script = document.currentScript;
  if (!script || !script.dataset.app) return;
  var origin = new URL(script.src).origin;
  var frame = document.createElement('iframe');
  frame.src = origin + '/portal/' + encodeURIComponent(script.dataset.app) + '?embed=1';
  frame.title = script.dataset.title || 'Portal';
  frame.allow = 'camera';
  frame.style.cssText = 'width:100%;border:0;display:block;min-height:480px';
  script.parentNode.insertBefore(frame, script.nextSibling);
  window.addEventListener('message', function (event) {
    if (event.origin !== origin || event.source !== frame.contentWindow || !event.data) return;
    if (event.data.type === 'portal:height' && isFinite(event.data.height)) {
      frame.style.height = Math.min(Math.max(event.data.height, 480), 20000) + 'px';
    }
    if (event.data.type === 'portal:ready' && script.dataset.token) {
      frame.contentWindow.postMessage({ type: 'portal:token', token: script.dataset.token }, origin);
    }
  });
})();
`;

export function embedRoute(app: FastifyInstance): void {
  app.get('/embed.js', { schema: { hide: true } }, (_request, reply) =>
    reply
      .headers({ 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'public, max-age=3600' })
      .type('text/javascript; charset=utf-8')
      .send(SCRIPT),
  );
}
