import { startServer } from '../../engine/host/server.ts';
import { answerCpu } from './child.ts';

answerCpu();
const server = await startServer({ env: process.env, log: () => undefined });
process.send?.({ url: server.url });
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
