// The line we do not cross (rule X1): names of fields that would carry a face, a plate, an identity or a track.

const forbidden =
  /face|biometr|embedding|feature_?vector|plate|licen[cs]e|vehicle|person|people|pedestrian|gender|^sex$|^age$|ethnic|race|identity|id_?card|passport|resident|fingerprint|iris|gait|reid|track|人脸|车牌|身份证/i;

/**
 * The path of the first field whose name is forbidden, as `body.target.faceId`, or null. Looked for at the agent
 * before anything is stored and again at the server, because a closed schema alone would not tell why.
 */
export function forbiddenField(value: unknown, path = ''): string | null {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = forbiddenField(item, `${path}[${index}]`);
      if (found) return found;
    }
    return null;
  }
  if (value === null || typeof value !== 'object') return null;
  for (const [name, inner] of Object.entries(value)) {
    const here = path ? `${path}.${name}` : name;
    if (forbidden.test(name)) return here;
    const found = forbiddenField(inner, here);
    if (found) return found;
  }
  return null;
}
