import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackBrowser } from './packagedBrowser.ts';

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const FLAGS = [
  '--headless',
  // Tests run as root in containers, where Chromium's own sandbox refuses to start.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const LAUNCH_MS = 60_000;

/**
 * A real browser: CHROMIUM_PATH, else the system's Chromium, else the one from npm, unpacked when first needed. Where
 * none starts, the error names each that was tried and why it did not start.
 */
export async function launchBrowser(): Promise<Browser> {
  const failures: string[] = [];
  for (const path of systemBrowsers()) {
    try {
      return await start(path);
    } catch (cause) {
      failures.push(`${path}: ${firstLine(cause)}`);
    }
  }
  try {
    const { path, env } = await unpackBrowser();
    return await start(path, env);
  } catch (cause) {
    failures.push(`the browser from npm: ${firstLine(cause)}`);
  }
  throw new Error(`No browser starts on this machine. ${failures.join(' · ')}`);
}

async function start(executablePath: string, env: Record<string, string> = {}): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    env: { ...process.env, ...env },
    timeout: LAUNCH_MS,
    // The test runner decides how a run ends.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    // Some start and then cannot make a page: a library is missing, or memory.
    await (await browser.newPage()).close();
    return browser;
  } catch (cause) {
    await browser.close();
    throw cause;
  }
}

function systemBrowsers(): string[] {
  const named = process.env.CHROMIUM_PATH;
  if (named) return [named];
  const folders = (process.env.PATH ?? '').split(':');
  const found = SYSTEM.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).filter((path) =>
    existsSync(path),
  );
  return found.filter((path) => !isSnapStub(path)).slice(0, 2);
}

/** Ubuntu's /usr/bin/chromium-browser is a script that asks to install a snap and starts nothing. */
function isSnapStub(path: string): boolean {
  if (!path.endsWith('chromium-browser')) return false;
  return execFileSync('head', ['-c', '2000', path]).includes('snap install');
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n').slice(0, 2).join(' ');
}
