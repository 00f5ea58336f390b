// The OpenAPI 3.1 document: every HTTP route out of the table of routes. Pure; the server serves it, docs keep a copy.
import type { z } from 'zod';
import { commands } from '../commands/commands.js';
import { photoBytesMax, type RouteRow, routes } from '../commands/routes.js';
import { commandBodyName, components, inline, type JsonSchema, place } from './schemas.js';

/** The whole document. */
export function openApi(): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Haixi Skynet: commands and queries',
      version: '1',
      description:
        'Commands are idempotent: the same key gets the same answer. A command names what it moves and the stage ' +
        'it expects there; it is refused only if that is not there, and the answer tells what is (I3).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'haixi_session' },
        token: { type: 'http', scheme: 'bearer', description: 'Another system: a named token.' },
        site: { type: 'http', scheme: 'basic', description: 'An agent: its site’s id and key.' },
      },
      schemas: components('draft-2020-12'),
    },
  };
}

type Route = (typeof routes)[number];

function operation(route: Route): JsonSchema {
  const command = route.name in commands;
  return {
    operationId: route.name,
    summary: route.about,
    description: `Asks for: ${route.action}.`,
    tags: [command ? 'commands' : 'queries'],
    ...(route.action === 'anyone' && { security: [] }),
    ...(route.action === 'site' && { security: [{ site: [] }] }),
    ...parameters(route),
    ...(route.body && { requestBody: { required: true, content: requestContent(route) } }),
    responses: {
      ...answer(route.answer),
      '4XX': {
        description: command ? 'Refused: the reason, where, the rule, and what stands instead.' : 'Refused.',
        content: json(command ? { anyOf: [ref('commandAnswer'), ref('problem')] } : ref('problem')),
      },
    },
  };
}

function parameters(route: Route): JsonSchema {
  const all = [...fields('path', route.params), ...fields('query', route.query)];
  return all.length > 0 ? { parameters: all } : {};
}

function fields(where: 'path' | 'query', shape: RouteRow['params']): JsonSchema[] {
  return Object.entries(shape?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: inline(schema as z.ZodType),
  }));
}

function requestContent(route: Route): JsonSchema {
  if (route.body === 'bytes') return { 'application/octet-stream': {} };
  if (route.name in commands) return json(ref(commandBodyName(route.name)));
  if (route.body !== 'photo') return json(route.body ? inline(route.body) : {});
  const picture = { schema: { type: 'string', format: 'binary', maxLength: photoBytesMax } };
  return { 'image/jpeg': picture, 'image/png': picture };
}

function answer(shape: Route['answer']): JsonSchema {
  switch (shape) {
    case 'redirect':
      return { '302': { description: 'To the person’s page, with the session cookie set.' } };
    case 'photo':
      return { '200': { description: 'The photo.', content: { 'image/jpeg': {}, 'image/png': {} } } };
    case 'file':
      return { '200': { description: 'The file.', content: { 'text/plain': {} } } };
    case 'page':
      return { '200': { description: 'A page.', content: { 'text/html': {} } } };
    case 'openapi':
      return { '200': { description: 'This document.', content: json({ type: 'object' }) } };
    default:
      return { '200': { description: 'The answer.', content: json(inline(shape)) } };
  }
}

function json(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

function ref(name: string): JsonSchema {
  return { $ref: place(name) };
}
