// The configuration as people write it, and all its faults at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeSchema } from '../sources/camera/notice/notice-config.js';
import { loadConfig, readConfig } from './config.store.js';

const good = `
server: wss://centre.example/mqtt
data: ./agent-data
sites:
  - id: shop-01
    key: "12345678"
    sources:
      - { id: button-1, type: button, kind: panic }
      - { id: camera-1, type: camera, address: "rtsp://admin:secret@10.0.0.9/stream" }
      - { id: camera-2, type: camera, address: clips/day.mp4, loop: true }
`;

const bad = `
server: http://centre.example
http: { port: 99300 }
sites:
  - id: Shop 01
    sources:
      - { id: button-1, type: button, kind: panik }
      - { id: button-1, type: camera, address: "http://x", lop: true }
      - { id: zone-1, type: zone }
  - id: shop-02
    key: 12
    keyFile: nowhere
    faceDatabase: yes
    sources: []
  - id: shop-02
    key: "1"
    sources: []
`;

/** What is noticed where nothing is written of it. */
const notice = noticeSchema.parse({});

describe('the configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads sites with their sources, and paths from the folder of the file', () => {
    expect(readConfig(good, '/etc/haixi/agent.yaml')).toEqual({
      ok: true,
      config: {
        server: 'wss://centre.example/mqtt',
        web: 'https://centre.example',
        streamsMax: 16,
        dataFolder: '/etc/haixi/agent-data',
        http: { host: '127.0.0.1', port: 9300 },
        sites: [
          {
            id: 'shop-01',
            key: '12345678',
            buttons: [{ id: 'button-1', type: 'button', kind: 'panic' }],
            cameras: [
              {
                id: 'camera-1',
                type: 'camera',
                address: 'rtsp://admin:secret@10.0.0.9/stream',
                transport: 'tcp',
                loop: false,
                notice,
                privacy: [],
              },
              {
                id: 'camera-2',
                type: 'camera',
                address: '/etc/haixi/clips/day.mp4',
                transport: 'tcp',
                loop: true,
                notice,
                privacy: [],
              },
            ],
            armed: { timeZone: 'Asia/Shanghai', weekly: [], holidays: [] },
          },
        ],
      },
    });
  });

  it('X1 lists every fault at once, each with its line, its path and what to do', () => {
    const loaded = readConfig(bad, '/etc/agent.yaml');
    const faults = loaded.ok ? [] : loaded.faults;
    for (const part of [
      '/etc/agent.yaml:2: server: write mqtt://',
      'data: write the folder',
      '/etc/agent.yaml:3: http.port: a port is at most 65535',
      '/etc/agent.yaml:5: sites[0].id: an id is',
      'sites[0].key: give the site either a key or a keyFile',
      '/etc/agent.yaml:7: sites[0].sources[0].kind: write panic',
      '/etc/agent.yaml:8: sites[0].sources[1].address: write an rtsp://',
      '/etc/agent.yaml:8: sites[0].sources[1].lop: this field is not known',
      '/etc/agent.yaml:8: sites[0].sources[1].id: button-1 is used already at sites[0].sources[0].id',
      '/etc/agent.yaml:9: sites[0].sources[2].type: write type: button or type: camera',
      '/etc/agent.yaml:11: sites[1].key: write the key of this site in quotes',
      '/etc/agent.yaml:11: sites[1].key: give the site either a key or a keyFile',
      '/etc/agent.yaml:12: sites[1].keyFile: the key can not be read',
      '/etc/agent.yaml:13: sites[1].faceDatabase: this name is forbidden',
      '/etc/agent.yaml:15: sites[2].id: shop-02 is used already',
    ]) {
      expect(faults).toContainEqual(expect.stringContaining(part));
    }
    expect(faults).toHaveLength(15);
  });

  it('tells where a file is not YAML', () => {
    const loaded = readConfig('server: [', '/etc/agent.yaml');
    expect(loaded).toMatchObject({ ok: false, faults: [expect.stringContaining('/etc/agent.yaml:1: ')] });
  });

  it('opens no protocol but RTSP and plain files', () => {
    const others = [
      'http://x/y',
      'concat:a|b',
      'pipe:0',
      'data:video',
      'rtsp://',
      'rtsp://u:p/a@h/s',
      'rtsp://h/a b',
    ];
    const addresses = [...others, '/clips/a.mp4', '/dev/video0'];
    const opened = addresses.filter((address) => {
      return readConfig(good.replace('clips/day.mp4', `"${address}"`), '/etc/agent.yaml').ok;
    });
    expect(opened).toEqual(['/clips/a.mp4', '/dev/video0']);
  });

  it('reads the way to a camera, its substream, and when its site is armed', () => {
    const camera =
      'address: "rtsp://h/main", substream: "rtsp://h/sub", transport: udp, notice: { sound: { on: false } }';
    const loaded = readConfig(
      good
        .replace('address: clips/day.mp4, loop: true', camera)
        .replace('    sources', '    armed: always\n    sources'),
      '/etc/agent.yaml',
    );
    const site = loaded.ok ? loaded.config.sites[0] : undefined;
    expect(site?.cameras[1]).toMatchObject({ substream: 'rtsp://h/sub', transport: 'udp' });
    expect(site?.cameras[1]?.notice.sound.on).toBe(false);
    expect(site?.armed.weekly).toHaveLength(1);
  });

  it('tells what a camera’s lines have wrong, and where there are too many of them', () => {
    const fault = (of: string, by: string) => {
      const loaded = readConfig(good.replace(of, by), '/etc/agent.yaml');
      return loaded.ok ? [] : loaded.faults;
    };
    const first = 'address: "rtsp://admin:secret@10.0.0.9/stream"';
    expect(fault(first, `${first}, transport: multicast`)).toEqual([
      expect.stringMatching(/transport: write tcp, or udp/),
    ]);
    expect(fault(first, `${first}, substream: sub.mp4`)).toEqual([
      expect.stringMatching(/substream: write an rtsp/),
    ]);
    expect(fault('loop: true', 'substream: "rtsp://h/s"')).toEqual([
      expect.stringMatching(/substream: only a camera with an rtsp/),
    ]);
    const hundred = Array.from(
      { length: 101 },
      (_, index) => `\n      - { id: c-${index}, type: camera, address: a }`,
    );
    expect(fault('    sources:', `    sources:${hundred.slice(0, 98).join('')}`)).toEqual([]);
    expect(fault('    sources:', `    sources:${hundred.join('')}`)).toEqual([
      expect.stringMatching(/at most 100 cameras: serve the others as a site of their own/),
    ]);
  });

  it('V1 knows the web address behind a broker on a web port, and takes another one as it is written', () => {
    const web = (server: string) => {
      const loaded = readConfig(good.replace('server: wss://centre.example/mqtt', server), '/etc/agent.yaml');
      return loaded.ok ? loaded.config.web : loaded.faults;
    };
    expect(web('server: ws://127.0.0.1:8080/mqtt')).toBe('http://127.0.0.1:8080');
    expect(web('server: mqtts://broker.example')).toBe(null);
    expect(web('server: mqtts://broker.example\nweb: https://centre.example/')).toBe(
      'https://centre.example',
    );
    expect(web('server: mqtts://broker.example\nweb: https://centre.example/console')).toEqual([
      expect.stringMatching(/web: write http:/),
    ]);
  });

  it('is found by --config before the environment, with keys out of files', () => {
    const path = join(folder, 'agent.yaml');
    writeFileSync(join(folder, 'shop.key'), 'the-key\n');
    writeFileSync(path, good.replace('key: "12345678"', 'keyFile: shop.key'));
    const loaded = loadConfig(['--config', path], { HAIXI_AGENT_CONFIG: '/nowhere' });
    expect(loaded).toMatchObject({ ok: true, config: { sites: [{ key: 'the-key' }] } });
    expect(loadConfig([], { HAIXI_AGENT_CONFIG: path })).toMatchObject({ ok: true });
    expect(loadConfig([], {})).toMatchObject({
      ok: false,
      faults: [expect.stringContaining('--config FILE')],
    });
    expect(loadConfig(['--help'], {})).toMatchObject({
      ok: false,
      faults: [expect.stringContaining('--config')],
    });
  });
});
