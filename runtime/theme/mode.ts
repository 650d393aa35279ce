import { ref, watchEffect } from 'vue';
import { recall, remember } from '../device/memory.ts';
import { printing } from '../form/printing.ts';

export type Mode = 'system' | 'light' | 'dark';
const stored = recall('theme');

/** What the person chose; 'system' follows the device. */
export const mode = ref<Mode>(stored === 'light' || stored === 'dark' ? stored : 'system');
const device = matchMedia('(prefers-color-scheme: dark)');
const deviceDark = ref(device.matches);
device.addEventListener('change', (event) => {
  deviceDark.value = event.matches;
});

export const isDark = ref(false);

export function startTheme(): void {
  watchEffect(() => {
    // Paper is white by night too: what is light on dark would be pale on it.
    isDark.value = !printing.value && (mode.value === 'dark' || (mode.value === 'system' && deviceDark.value));
    document.documentElement.classList.toggle('dark', isDark.value);
    remember('theme', mode.value);
  });
}

/** The app's brand colour becomes the accent; in the dark it is lightened until it reads on dark grey. */
export function useAccent(colour: string | undefined): void {
  if (colour !== undefined) document.documentElement.style.setProperty('--accent', colour);
}
