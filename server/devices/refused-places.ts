// Kinds of place where no camera may ever look, with nobody's consent (Decree 799, Art. 8; rule N6). Pure.
import { type PlaceType, refusedPlaceTypes } from '@haixi/proto/vocabulary';
import { type Refused, refused } from './refused.js';

/** The refusal of such a place; null where a camera may look there, or where nothing was chosen yet. */
export function wrongPlace(place: PlaceType | undefined): Refused | null {
  const never: readonly string[] = refusedPlaceTypes;
  return place !== undefined && never.includes(place) ? refused('refused_place', place) : null;
}
