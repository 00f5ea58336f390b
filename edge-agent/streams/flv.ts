// How ffmpeg is asked to write a camera's MPEG-TS as FLV: copied, without sound, and at once.

/**
 * Arguments to be spawned without a shell. Next to nothing is probed, for the first bytes are the tables and a key
 * frame; more would be waited for as long as it takes the camera to send it. No sound leaves the site.
 */
export const flvArguments: readonly string[] = [
  ...words('-hide_banner -nostats -loglevel error -protocol_whitelist pipe'),
  ...words('-probesize 32 -analyzeduration 0 -f mpegts -i pipe:0'),
  ...words('-map 0:v:0 -c copy -an -flush_packets 1 -flvflags no_duration_filesize -f flv pipe:1'),
];

function words(text: string): string[] {
  return text.split(' ');
}
