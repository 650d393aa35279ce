import type { Access } from '../access/access.ts';
import type { SecretBox } from '../connectors/secrets.ts';
import type { Design } from '../design/design.ts';
import type { Files } from '../files/files.ts';
import type { Host } from '../host.ts';
import type { Imports } from '../import/imports.ts';
import type { Inbox } from '../messages/inbox.ts';
import type { Push } from '../push/push.ts';
import type { Views } from '../views/views.ts';

export interface HttpOptions {
  host: Host;
  /** Of the installation: `openSecretBox(env, dataDir)`. */
  box: SecretBox;
  dataDir: string;
  /** PUBLIC_URL. */
  publicUrl: string;
  /** dist/client; absent while the screens are served by the development server. */
  clientDir?: string;
  /** PEM texts. */
  tls?: { cert: string; key: string };
  log?: (line: string) => void;
}

/** What the routes work with. */
export interface Edge {
  host: Host;
  box: SecretBox;
  access: Access;
  design: Design;
  files: Files;
  push: Push;
  inbox: Inbox;
  imports: Imports;
  views: Views;
  publicUrl: string;
}
