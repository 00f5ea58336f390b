// The line we do not cross (rule X1): names of fields that would carry a face, a plate, an identity or a track.

const forbidden =
  /face|biometr|embedding|feature_?vector|plate|licen[cs]e|vehicle|person|people|pedestrian|gender|^sex$|^age$|ethnic|race|identity|id_?card|passport|resident|fingerprint|iris|gait|reid|track|人脸|车牌|身份证/i;

/** No message of ours is deeper; a deeper one is refused before anything walks through it. */
export const depthMax = 16;

/**
 * The path of the first field whose name is forbidden, as `body.target.faceId`, or null. Looked for at the agent
 * before anything is stored and again at the server, because a closed schema alone would not tell why. What lies
 * deeper than `depthMax` is not looked at: no schema of ours has a place for it.
 */
export function forbiddenField(value: unknown, path = '', depth = 0): string | null {
  if (value === null || typeof value !== 'object' || depth > depthMax) return null;
  const isList = Array.isArray(value);
  for (const [name, inner] of Object.entries(value)) {
    const here = isList ? `${path}[${name}]` : path ? `${path}.${name}` : name;
    if (!isList && forbidden.test(name)) return here;
    const found = forbiddenField(inner, here, depth + 1);
    if (found) return found;
  }
  return null;
}
