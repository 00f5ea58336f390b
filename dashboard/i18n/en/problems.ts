// Refusals over HTTP in English, by their code: what was not done, and what to do about it.
import type { WordsLike } from '../words-like';
import type { problems as zh } from '../zh/problems';

export const problems = {
  unreachable: 'The server can’t be reached; it was not done. Check the network and try again.',
  signed_out: 'Your session has ended. Please sign in again.',
  unknown: 'Not done: {{rule}} ({{todo}})',
  not_allowed: 'You may not do this. Ask an administrator, or let a colleague who may do it.',
  not_found:
    'There is no such thing here; it may have changed, or lie beyond your areas. Reload and try again.',
  foreign_origin: 'This did not come from a page of this system, and was refused.',
  foreign_host: 'This is not the address of this system. Open it by the one your administrator gave you.',
  too_many_requests: 'Too many requests in a short time. Wait a moment and try again.',
  server_fault: 'The server failed; nothing was changed. Try again, and tell an administrator if it stays.',
  disk_full: 'The server’s disk is full; nothing was kept. Tell an administrator.',
  body_too_large: 'Too large: a form is 64 KB at most, a file to import 6 MB. Send it in parts.',
  bad_body: 'What was entered is not accepted ({{where}}): {{rule}}',
  bad_params: 'The id is not accepted ({{where}}): {{rule}}',
  bad_query: 'The filter is not accepted ({{where}}): {{rule}}',
  photo_too_large: 'The photo is too large: 8 MB at most. Take a smaller one.',
  not_a_picture: 'This is no JPEG or PNG picture. Choose another photo.',
  wrong_password:
    'Nobody has this name with this password. After ten wrong ones this name is locked here for 15 minutes.',
  code_needed: 'The password is right. Now enter the 6-digit code of your app, or a recovery code.',
  wrong_code:
    'The code is wrong, has expired or was used already. Wait for the next one; see that the phone’s clock is right.',
  busy: 'Too many are signing in at this moment. Try again in some seconds.',
  locked_out: 'Too many wrong tries: this name is locked here. Wait, or ask an administrator to unlock it.',
  link_used:
    'This link was used, has expired or is cut short. Ask whoever sent it for another; the set-up link is printed when the server starts.',
  first_needed: 'The set-up needs the first administrator and the area.',
  first_not_asked: 'This link is of somebody who is there already; it makes no area.',
  weak_password:
    'This password is guessed too easily: no common ones, no repeated characters, not your own name or this system’s.',
  no_password:
    'This account has no password (one comes in by the directory or a link). Ask an administrator for a link to choose one.',
  not_shown: 'A second factor is set up, and this session has not shown it. Enter a code first.',
  sign_in_again:
    'Without a password this is possible within 15 minutes of signing in. Sign out, sign in again, and do it then.',
  none_pending: 'No second factor is being set up. Begin again.',
  no_second_factor: 'There is no second factor; nothing is to be done.',
  must_have: 'A role of yours demands a second factor. Set up another one in its place instead.',
  oneself:
    'Nobody changes their own roles, invites themselves or retires themselves. Ask another administrator.',
  beyond: 'This person also has a role beyond your areas. Ask an administrator of that area.',
  retired: 'This person is retired for good. Add them again under a new id.',
  kept_apart: 'One person never has these roles together. Give one of them to somebody else.',
  last_administrator:
    'This is the last administrator of the whole who can sign in. Make another one first, and let them sign in.',
  name_taken: 'Somebody else signs in by this name. Choose another.',
  directory_name_taken: 'This name of the directory belongs to somebody else. Look it up there.',
  unknown_person: 'Somebody chosen is not of your areas. Add them first.',
  no_such_installer: 'This person does not install in this area. Choose another, or leave it open.',
  no_such_site:
    'There is no such site in this area. Choose one of the area; only a new camera’s order makes a site.',
  no_such_source: 'The site has no such camera in use. Choose one of the site.',
  source_exists: 'The site has a source of this id. Choose another id, or plan a replacement.',
  id_taken: 'This id is in use. Choose another.',
  cameras_only: 'Work orders are for cameras; a button is entered in its agent’s configuration.',
  order_begun: 'The installer has begun this work order. Let it be finished, or cancel it and plan another.',
  order_closed: 'This work order was accepted or cancelled. Look at the list again.',
  sticker_new: 'Nobody has claimed this sticker; nothing is to be done.',
  not_a_sticker: 'This is no sticker of this system. Scan the one on the box, or type all of it.',
  wrong_sticker:
    'The sticker does not fit: its serial or code is wrong, or it is of another area. Scan again; if it stays so, take another box and tell who planned this.',
  already_claimed:
    'This box was claimed already, which is in the log now. Take another, or ask who planned this to let it be claimed again.',
  astray: 'The place is not where it was planned, or is outside the area. Go there, or say why.',
  site_has_box: 'Another box serves this site. Scan that one, or ask for a work order that replaces it.',
  site_retired: 'This site is out of use. Ask who planned this.',
  refused_place:
    'No camera may ever look there, with nobody’s consent (Decree 799, Art. 8). Put it where it does not look there.',
  refused_address: 'A camera can’t be at such an address. Give the one it has in the site’s own network.',
  notice_kept: 'The work order was handed over with another photo of the notice; that one stands.',
  not_claimed: 'No box was claimed for this work order. Scan a box’s sticker first.',
  not_online: 'The box is not online. See to its power and network, and wait until it is.',
  no_view: 'No picture of this camera is open. Open it again.',
  not_ready: 'Something is still missing. Do what is missing, then hand over.',
  no_ticket: 'This work order was not handed over yet. Hand it over first.',
  wrong_proof: 'The box’s proof does not fit. Enrol it with the text of its own sticker.',
  nonce_expired: 'The box’s question has expired; it asks again by itself.',
  claim_expired: 'The claim has run out. Scan the box’s sticker again.',
  already_enrolled: 'The box is enrolled with another key. Ask who planned this to let it be claimed again.',
  bad_ticket: 'The ticket is not valid, or has expired. Try again.',
  key_revoked: 'The key of this site was withdrawn. Ask an administrator.',
  // The register.
  no_such_area: 'There is no such area among those you administer. Choose one of them.',
  no_key: 'This site has no key; nothing has to be done.',
  source_retired: 'This device is out of use for good. Plan a new one.',
  incident_open: 'An incident of this site is open; close it before the site changes its area.',
  half_placed: 'Position, heading, field of view and range are filled in together, or none of them.',
  not_a_camera: 'This is a button: change its names alone.',
  not_in_use: 'This site is still being installed: its alarms are tests already. Hand it over first.',
  root_stays: 'There is one area at the top, and it stays there; every other one has an area above it.',
  area_loop: 'An area can’t be below itself. Choose another area above it.',
  bad_outline: 'The outline can’t be taken: {{rule}}',
  bad_csv: 'The file can’t be read: {{rule}}',
  bad_geojson: 'The file can’t be read: {{rule}}',
  not_received: 'Only who has received the incident looks at once. Receive it, or give a reason.',
  too_far: 'The camera is too far from the incident to be looked at for it. Give a reason.',
  too_many_views: 'Too many pictures are open at once. Close some and try again.',
  no_still_yet: 'The first picture is on its way.',
} as const satisfies WordsLike<typeof zh>;
