import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

export interface Person {
  username: string;
  display_name: string;
  email: string;
  password: string;
  roles: string[];
  /** False until the first password was changed. */
  is_password_changed: boolean;
  /** Base32; empty until the second factor was set up. */
  totp: string;
  failures: number;
  deactivated: boolean;
}

export type People = ReturnType<typeof createPeople>;

type Outcome = { user: Person } | { reply: Record<string, unknown> } | { status: number; text: string };

/** The cookie of a session, as `AuthTktAuthenticationPolicy` sets it by default. */
export const cookieOf = (value: string): string =>
  `auth_tkt=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${value === '' ? '; Max-Age=0' : ''}`;

/** The users of a portal, their sessions, and the rules of its login. */
export function createPeople(
  given: Readonly<Record<string, Partial<Person>>>,
  { twoFactor, locksAt }: { twoFactor: boolean; locksAt: number },
) {
  const all = new Map(
    Object.entries(given).map(([username, more]) => [username, { ...NOBODY, username, ...more }]),
  );
  const sessions = new Map<string, Person>();
  let failed = 0;

  const idIn = (header = ''): string => /(?:^|; )auth_tkt=([^;]+)/.exec(header)?.[1] ?? '';

  function checked(username: string | null, password: string | null): Person | null {
    const user = all.get(username ?? '');
    return user && !user.deactivated && user.password === password ? user : null;
  }

  function countFailure(username: string): void {
    failed += 1;
    const user = all.get(username);
    if (!user || user.deactivated) return;
    user.failures += 1;
    if (user.failures < locksAt) return;
    user.deactivated = true;
    user.failures = 0;
  }

  const isCode = (user: Person, otp: string): boolean =>
    new TOTP({ secret: Secret.fromBase32(user.totp) }).validate({ token: otp, window: 1 }) !== null;

  const notYet = ({ username }: Person, more: Record<string, string> = {}): Outcome => ({
    reply: { username, is_password_changed: false, two_factor_enable: twoFactor, ...more },
  });

  return {
    get: (username: string): Person => {
      const user = all.get(username);
      if (!user) throw new Error(`Nobody is called ${username}`);
      return user;
    },
    find: (username: string): Person | null => all.get(username) ?? null,
    add: (username: string): Person => {
      const user = { ...NOBODY, username };
      all.set(username, user);
      return user;
    },
    /** Failed logins by password since the start, of anybody. */
    failures: (): number => failed,
    /** Every cookie that would sign somebody in is forgotten. */
    endSessions: (): void => sessions.clear(),
    shown: ({ username, display_name, email, roles }: Person) => ({
      ...{ username, display_name, email },
      roles: roles.map((name, id) => ({ name, id })),
    }),
    byPassword: (encoded: string): Person | null => {
      const [username = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
      const user = checked(username, password.join(':'));
      if (user === null) failed += 1;
      return user;
    },
    bySession: (header: string | undefined): Person | null => sessions.get(idIn(header)) ?? null,
    openSession: (user: Person): string => {
      const id = randomUUID();
      sessions.set(id, user);
      return cookieOf(id);
    },
    closeSession: (header: string | undefined): void => void sessions.delete(idIn(header)),
    logIn: (typed: URLSearchParams): Outcome => {
      const [login, password, otp] = ['login', 'password', 'otp'].map((name) => typed.get(name));
      if (login == null || password == null) {
        return { status: 400, text: "'login' and 'password' should be available in request params." };
      }
      const user = checked(login, password);
      if (user === null) {
        countFailure(login);
        return { status: 401, text: 'See server logs for details' };
      }
      if (twoFactor) {
        if (user.totp === '') user.is_password_changed = false;
        if (!user.is_password_changed) {
          user.totp = new Secret({ size: 20 }).base32;
          const otp_uri = new TOTP({ secret: user.totp, label: user.email }).toString();
          return notYet(user, { two_factor_totp_secret: user.totp, otp_uri });
        }
        if (otp == null) return { status: 400, text: 'The second factor is missing.' };
        if (!isCode(user, otp)) return { status: 401, text: 'See server logs for details' };
      }
      user.failures = 0;
      return user.is_password_changed ? { user } : notYet(user);
    },
    changePassword: (typed: URLSearchParams): Person | null => {
      const user = checked(typed.get('login'), typed.get('oldPassword'));
      const password = typed.get('newPassword');
      if (!user || !password || password !== typed.get('confirmNewPassword')) return null;
      if (twoFactor && !isCode(user, typed.get('otp') ?? '')) return null;
      user.password = password;
      user.is_password_changed = true;
      return user;
    },
  };
}

const NOBODY: Person = {
  username: '',
  display_name: '',
  email: '',
  password: '',
  roles: [],
  is_password_changed: true,
  totp: '',
  failures: 0,
  deactivated: false,
};
