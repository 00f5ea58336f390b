// The way to a server from the bottom up: its name, its port, its certificate; each finding ends what can't go on.
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { faultText } from '../line.js';
import type { Finding } from './finding.js';

const withinMs = 5_000;

/** A certificate is renewed some weeks before its end; one that is not by then was forgotten. */
const renewWithinDays = 14;

const ports: Readonly<Record<string, number>> = {
  'http:': 80,
  'ws:': 80,
  'https:': 443,
  'wss:': 443,
  'mqtt:': 1883,
  'mqtts:': 8883,
};

/** From the name to the certificate of this address; no fault among them means that one can speak to it. */
export async function findWay(address: string, nowMs: number): Promise<Finding[]> {
  const { protocol, hostname, port: written } = new URL(address);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const port = Number(written) || (ports[protocol] ?? 0);
  const of = `${host}:${port}`;
  const found = await lookup(host, { all: true }).catch((cause: unknown) => faultText(cause));
  if (typeof found === 'string')
    return [{ subject: 'dns', of: host, state: 'fault', code: 'dnsBad', about: found }];
  const addresses = found.map((each) => each.address).join(', ');
  const findings: Finding[] = isIP(host)
    ? []
    : [{ subject: 'dns', of: host, state: 'ok', code: 'dnsGood', about: addresses }];
  const refused = await knock(host, port);
  if (refused !== null)
    return [...findings, { subject: 'tcp', of, state: 'fault', code: 'tcpBad', about: refused }];
  findings.push({ subject: 'tcp', of, state: 'ok', code: 'tcpGood', about: String(port) });
  if (!['https:', 'wss:', 'mqtts:'].includes(protocol)) {
    const isHere = found.every((each) => /^(127\.|::1$)/.test(each.address));
    return [...findings, { subject: 'tls', of, state: isHere ? 'ok' : 'warn', code: 'tlsNone', about: '' }];
  }
  return [...findings, await certificate(host, port, of, nowMs)];
}

function knock(host: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const socket = connect({ host, port });
    const end = (fault: string | null) => {
      socket.destroy();
      done(fault);
    };
    socket.setTimeout(withinMs, () => end(`nothing within ${withinMs / 1_000} s`));
    socket.once('error', (cause) => end(faultText(cause)));
    socket.once('connect', () => end(null));
  });
}

function certificate(host: string, port: number, of: string, nowMs: number): Promise<Finding> {
  return new Promise((done) => {
    const name = isIP(host) ? {} : { servername: host };
    const socket = connectTls({ host, port, ...name });
    const end = (state: Finding['state'], code: Finding['code'], about: string) => {
      socket.destroy();
      done({ subject: 'tls', of, state, code, about });
    };
    socket.setTimeout(withinMs, () => end('fault', 'tlsBad', `nothing within ${withinMs / 1_000} s`));
    socket.once('error', (cause) => end('fault', 'tlsBad', faultText(cause)));
    socket.once('secureConnect', () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - nowMs) / 86_400_000);
      const isNear = days < renewWithinDays;
      end(isNear ? 'warn' : 'ok', isNear ? 'tlsEnds' : 'tlsGood', String(days));
    });
  });
}
