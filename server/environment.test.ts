// The server's environment: taken whole, or refused with every fault at once.
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.js';

const right = {
  PORT: '8080',
  HAIXI_DATA: '/data',
  DATABASE_URL: 'postgres://app:secret@127.0.0.1:5432/haixi',
};

test('E1 a whole environment is read, and nothing can be changed in it afterwards', () => {
  const environment = readEnvironment({ ...right, MQTT_PORT: '', OTHER: 'ignored' });
  const defaults = { origin: 'http://127.0.0.1:8080', sealKeyFile: '/data/seal.key' };
  expect(environment).toMatchObject({ port: 8080, mqttPort: null, dataDir: '/data', ...defaults });
  expect(environment.dashboardDir).toMatch(/dashboard\/dist\/app$/);
  expect(Object.isFrozen(environment)).toBe(true);
});

test('E2 every fault is told at once, and no secret of it', () => {
  const wrong = {
    PORT: '70000',
    MQTT_PORT: 'tcp',
    DATABASE_URL: 'mysql://root:secret@host/db',
    HAIXI_ORIGIN: 'a',
    MQTT_URL: 'mqtt://haixi:secret@broker',
  };
  expect(() => readEnvironment(wrong)).toThrow(
    /PORT: .*\n.*HAIXI_DATA: .*\n.*DATABASE_URL: begins with postgres.*\n.*MQTT_PORT: .*\n.*HAIXI_ORIGIN: .*\n.*MQTT_URL: /s,
  );
  expect(() => readEnvironment(wrong)).not.toThrow(/secret/);
});

test('E3 another broker is named with the server’s own name there, and its password by a file', () => {
  const outside = { MQTT_URL: 'mqtts://haixi@broker.example:8883', MQTT_PASSWORD_FILE: '/run/secrets/mqtt' };
  expect(readEnvironment({ ...right, ...outside })).toMatchObject({
    broker: { url: outside.MQTT_URL, passwordFile: '/run/secrets/mqtt' },
    agentBrokerUrl: 'mqtts://broker.example:8883',
  });
  expect(readEnvironment(right)).toMatchObject({
    broker: null,
    agentBrokerUrl: 'ws://127.0.0.1:8080/mqtt',
  });
  expect(() => readEnvironment({ ...right, MQTT_URL: outside.MQTT_URL })).toThrow(/MQTT_PASSWORD_FILE/);
});
