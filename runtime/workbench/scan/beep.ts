let context: AudioContext | undefined;

/** One high tone for yes, one low for no; silent where the browser allows no sound yet. */
export function beep(good: boolean): void {
  try {
    context ??= new AudioContext();
  } catch {
    return;
  }
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = good ? 1320 : 220;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + (good ? 0.08 : 0.3));
}
