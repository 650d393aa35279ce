import { promises as dns, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that a connector may not speak to. The text never holds more than the host. */
export class AddressRefused extends Error {
  readonly code = 'address_refused';
  readonly host: string;

  constructor(host: string, why: string) {
    super(`${host}: ${why}`);
    this.name = 'AddressRefused';
    this.host = host;
  }
}

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export interface AddressGuard {
  /** The addresses of a host that may be connected to; throws AddressRefused where one of them may not. */
  resolve(hostname: string, port: number): Promise<LookupAddress[]>;
}

interface Allowance {
  host?: string;
  port?: number;
  range?: [ipaddr.IPv4 | ipaddr.IPv6, number];
}

const resolveBySystem: Resolve = (hostname) => dns.lookup(hostname, { all: true, verbatim: true });

/**
 * Only public unicast addresses pass, and those that the operator lists in CONNECTOR_ALLOW: `host`, `host:port`, an
 * address, or a CIDR range, separated by commas. The answer is what the socket connects to, so a name that changes its
 * address between check and connection (DNS rebinding) gains nothing.
 */
export function createGuard(allow: string | undefined, resolve: Resolve = resolveBySystem): AddressGuard {
  const allowances = (allow ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readAllowance);
  return {
    resolve: async (hostname, port) => {
      const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
      const family = isIP(host);
      const found = family === 0 ? await resolve(host) : [{ address: host, family }];
      if (found.length === 0) throw new AddressRefused(host, 'the name has no address');
      if (allowances.some((one) => one.host === host && (one.port ?? port) === port)) return found;
      for (const { address } of found) {
        const parsed = ipaddr.process(address);
        if (!isPublic(parsed) && !allowances.some((one) => covers(one, parsed, port))) {
          throw new AddressRefused(host, `the address is ${parsed.range()}; list it in CONNECTOR_ALLOW to permit it`);
        }
      }
      return found;
    },
  };
}

/** `ipaddr.process` has made ::ffff:127.0.0.1 into 127.0.0.1 already; NAT64 and 6to4 carry an IPv4 address inside. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  // Metadata services of clouds that use public-looking addresses (Alibaba 100.100.100.200 is carrier-grade NAT, refused above).
  return address.toString() !== '168.63.129.16';
}

function covers(allowance: Allowance, address: ipaddr.IPv4 | ipaddr.IPv6, port: number): boolean {
  if (allowance.range === undefined || address.kind() !== allowance.range[0].kind()) return false;
  return (allowance.port ?? port) === port && address.match(allowance.range);
}

function readAllowance(text: string): Allowance {
  if (ipaddr.isValidCIDR(text)) return { range: ipaddr.parseCIDR(text) };
  const bare = text.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return { host: bare, range: single(bare) };
  const found = /^(.*):(\d+)$/.exec(text);
  const host = (found?.[1] ?? text).replace(/^\[|\]$/g, '').toLowerCase();
  return {
    host,
    ...(found?.[2] === undefined ? {} : { port: Number(found[2]) }),
    ...(isIP(host) === 0 ? {} : { range: single(host) }),
  };
}

function single(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
