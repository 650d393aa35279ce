import { describe, expect, it } from 'vitest';
import { connectorFunctions } from '../../host/connectors/functions.ts';
import { CONNECTOR_FUNCTIONS } from './connector.ts';

describe('functions of connectors', () => {
  it('are known to the check exactly as the host has them', () => {
    const bounds = (args: number | readonly [number, number]) => (typeof args === 'number' ? [args, args] : [...args]);
    const told = (library: typeof CONNECTOR_FUNCTIONS) =>
      Object.fromEntries(
        Object.entries(library).map(([name, { args, returns }]) => [name, { args: bounds(args), returns }]),
      );
    expect(told(CONNECTOR_FUNCTIONS)).toEqual(told(connectorFunctions(() => new Date(0))));
  });
});
