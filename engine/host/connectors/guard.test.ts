import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuard, type Resolve } from './guard.ts';
import { createTransport, type TransportFault } from './transport.ts';

let server: Server;
let port: number;
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (to) response.writeHead(302, { location: to }).end();
    else if (request.url === '/endless') response.end('x'.repeat(5_000_000));
    else if (request.url === '/silent') response.writeHead(200).write('{');
    else response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const never: Resolve = () => Promise.reject(new Error('no name is looked up here'));

async function refusal(url: string, allow = '', resolve: Resolve = never, ms = 2_000): Promise<string> {
  const transport = createTransport(createGuard(allow, resolve));
  const outcome = await transport.send({ method: 'GET', url, headers: {} }, ms).then(
    () => 'answered',
    (fault: TransportFault) => fault.code,
  );
  await transport.close();
  return outcome;
}

const FORBIDDEN = [
  ['loopback', 'http://127.0.0.1/'],
  ['another loopback address', 'http://127.8.8.8/'],
  ['a decimal IP', 'http://2130706433/'],
  ['a hexadecimal IP', 'http://0x7f000001/'],
  ['an octal IP', 'http://0177.0.0.1/'],
  ['a short IP', 'http://127.1/'],
  ['the unspecified address', 'http://0.0.0.0/'],
  ['the metadata service', 'http://169.254.169.254/latest/meta-data'],
  ['the metadata service of Alibaba', 'http://100.100.100.200/'],
  ['the wire server of Azure', 'http://168.63.129.16/'],
  ['a private network', 'http://10.1.2.3/'],
  ['another private network', 'http://192.168.0.1/'],
  ['a third private network', 'http://172.16.5.4/'],
  ['IPv6 loopback', 'http://[::1]/'],
  ['IPv4 mapped into IPv6', 'http://[::ffff:127.0.0.1]/'],
  ['IPv4 mapped into IPv6, in hex', 'http://[::ffff:7f00:1]/'],
  ['NAT64 around loopback', 'http://[64:ff9b::7f00:1]/'],
  ['6to4', 'http://[2002:7f00:1::]/'],
  ['IPv6 link-local', 'http://[fe80::1]/'],
  ['IPv6 unique local', 'http://[fd00::1]/'],
  ['multicast', 'http://224.0.0.1/'],
  ['broadcast', 'http://255.255.255.255/'],
] as const;

test.each(FORBIDDEN)('%s is refused', async (_, url) => {
  expect(await refusal(url)).toBe('address_refused');
});

test.each(['file:///etc/passwd', 'ftp://example.com/', 'data:text/plain,x'])(
  '%s is no address of a connector',
  async (url) => {
    expect(await refusal(url)).toBe('address_refused');
  },
);

test('a name that leads to a private address is refused, also when only one of its addresses does', async () => {
  const inside: Resolve = () => Promise.resolve([{ address: '10.0.0.5', family: 4 }]);
  const mixed: Resolve = () =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
  expect(await refusal(`http://oms.example:${port}/`, '', inside)).toBe('address_refused');
  expect(await refusal(`http://oms.example:${port}/`, '', mixed)).toBe('address_refused');
});

test('DNS rebinding: the name is looked up once, and the socket goes where the check looked', async () => {
  let lookups = 0;
  // First what an attacker shows to the check, then what it wants to be connected to.
  const rebinding: Resolve = () => {
    lookups += 1;
    return Promise.resolve([{ address: lookups === 1 ? '93.184.216.34' : '127.0.0.1', family: 4 }]);
  };
  const before = seen.length;
  // The public address does not answer on this port: what counts is that our own server is not reached instead.
  expect(await refusal(`http://rebind.example:${port}/`, '', rebinding, 300)).toMatch(/^(timeout|network)$/);
  expect(lookups).toBe(1);
  expect(await refusal(`http://rebind.example:${port}/`, '', rebinding)).toBe('address_refused');
  expect(seen.length).toBe(before);
});

test('what the operator lists is reached: a host with its port, a range, an address', async () => {
  const local: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  expect(await refusal(`http://127.0.0.1:${port}/`, `127.0.0.1:${port}`)).toBe('answered');
  expect(await refusal(`http://oms.example:${port}/`, `oms.example:${port}`, local)).toBe('answered');
  expect(await refusal(`http://oms.example:${port}/`, 'oms.example', local)).toBe('answered');
  expect(await refusal(`http://oms.example:${port}/`, '10.0.0.0/8, 127.0.0.0/8', local)).toBe('answered');
  expect(await refusal(`http://oms.example:${port}/`, `oms.example:${port + 1}`, local)).toBe('address_refused');
  expect(await refusal(`http://127.0.0.1:${port}/`, `127.0.0.1:${port + 1}`)).toBe('address_refused');
});

test('a redirect to 169.254.169.254 is refused, and so is one to loopback on another port', async () => {
  const allow = `127.0.0.1:${port}`;
  const from = `http://127.0.0.1:${port}/?to=`;
  expect(await refusal(from + encodeURIComponent('http://169.254.169.254/latest'), allow)).toBe('address_refused');
  expect(await refusal(from + encodeURIComponent('http://127.0.0.1:1/'), allow)).toBe('address_refused');
  expect(await refusal(from + encodeURIComponent('file:///etc/passwd'), allow)).toBe('address_refused');
});

test('redirects are followed three times and no more, and never with a body', async () => {
  const allow = `127.0.0.1:${port}`;
  const to = (url: string): string => `http://127.0.0.1:${port}/?to=${encodeURIComponent(url)}`;
  const end = `http://127.0.0.1:${port}/end`;
  expect(await refusal(to(to(to(end))), allow)).toBe('answered');
  expect(await refusal(to(to(to(to(end)))), allow)).toBe('redirected');
  const transport = createTransport(createGuard(allow));
  const sent = transport.send({ method: 'POST', url: to(end), headers: {}, body: '{}' }, 2_000);
  await expect(sent).rejects.toMatchObject({ code: 'redirected' });
  await transport.close();
});

test('an answer without end and one that never ends are cut', async () => {
  expect(await refusal(`http://127.0.0.1:${port}/endless`, '127.0.0.1')).toBe('answer_too_large');
  const transport = createTransport(createGuard('127.0.0.1'));
  const silent = transport.send({ method: 'GET', url: `http://127.0.0.1:${port}/silent`, headers: {} }, 100);
  await expect(silent).rejects.toMatchObject({ code: 'timeout' });
  await transport.close();
});
