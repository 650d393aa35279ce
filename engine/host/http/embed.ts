import type { FastifyInstance } from 'fastify';

/**
 * <script src="https://…/embed.js" data-app="…" data-token="…"></script> puts the portal where it stands, as high as it is;
 * with data-form="…" that public form.
 * The token is one of the customer's own backend: taken once, ten minutes old at most, and removed from the frame's
 * address before anything else happens there.
 */
const SCRIPT = `(function () {
  'use strict';
  var script = document.currentScript;
  if (!script || !script.dataset.app) return;
  var origin = new URL(script.src).origin;
  var frame = document.createElement('iframe');
  var token = script.dataset.token ? '&token=' + encodeURIComponent(script.dataset.token) : '';
  var form = script.dataset.form ? '/f/' + encodeURIComponent(script.dataset.form) : '';
  frame.src = origin + '/portal/' + encodeURIComponent(script.dataset.app) + form + '?embed=1' + token;
  frame.title = script.dataset.title || 'Portal';
  frame.allow = 'camera';
  frame.style.cssText = 'width:100%;border:0;display:block;min-height:480px';
  script.parentNode.insertBefore(frame, script.nextSibling);
  window.addEventListener('message', function (event) {
    if (event.origin !== origin || event.source !== frame.contentWindow || !event.data) return;
    if (event.data.type === 'portal-height' && isFinite(event.data.height)) {
      frame.style.height = Math.min(Math.max(event.data.height, 480), 20000) + 'px';
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
