/** How much of an answer is looked at, in characters: error reports and login pages say what they are at the start. */
const START = 2048;

/** Words by which servers say that it is about access. English, and the languages of the servers in the catalogue. */
const ABOUT_ACCESS =
  /access (?:is )?(?:denied|restricted|not (?:allowed|permitted|granted))|not (?:allowed|permitted|authori[sz]ed|authenticated)|unauthori[sz]ed|unauthenticated|authenti(?:cat|fizier|ficat)|authori[sz]ation|forbidden|permission|privilege|insufficient rights|credential|password|log ?in (?:required|failed)|sign[ -]?in|api[ _-]?key|subscription[ _-]?key|access[ _-]?key|(?:invalid|missing|expired|required|no) (?:\w+ )?(?:token|key)|(?:token|key) (?:is )?(?:required|missing|invalid|expired)|zugriff (?:verweigert|nicht)|keine berechtigung|nicht berechtigt|acc[eè]s (?:refus|interdit)|non autoris|geen toegang/i;

/** LINZ and others answer 400 to a missing or wrong key. */
const ABOUT_KEY =
  /api[ _-]?key|subscription[ _-]?key|access[ _-]?(?:key|token)|(?:invalid|missing|expired|required) (?:\w+ )?(?:token|key)|(?:token|key) (?:is )?(?:required|missing|invalid|expired)/i;

export function isAboutAccess(body: string): boolean {
  return ABOUT_ACCESS.test(body.slice(0, START));
}

export function isAboutKey(body: string): boolean {
  return ABOUT_KEY.test(body.slice(0, START));
}

/** OGC exception report of any service (OGC 06-042 WMS, 06-121r9 OWS Common). */
export function isOgcException(body: string): boolean {
  return /<(?:[\w.-]+:)?(?:ServiceExceptionReport|ServiceException|ExceptionReport)[\s>/]/.test(
    body.slice(0, START),
  );
}

/** The `error` of a JSON answer that is nothing but an error; null where it is none. */
export function jsonError(body: string): { code: number; text: string } | null {
  if (!/^\s*\{[\s\S]{0,400}?"error"\s*:/.test(body.slice(0, START)) || body.length > 64 * 1024) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  const error = (parsed as { error?: unknown }).error;
  if (!error) return null;
  const code = typeof error === 'object' ? Number((error as { code?: unknown }).code) : Number.NaN;
  return { code: Number.isInteger(code) ? code : 0, text: JSON.stringify(parsed).slice(0, START) };
}

export function isHtml(contentType: string, body: string): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml)/i.test(contentType) ||
    /^\s*<(?:!doctype html|html)[\s>]/i.test(body.slice(0, START))
  );
}

/** A page with a password field, or one that sends the browser on to an identity provider by itself. */
export function isLoginForm(body: string): boolean {
  return /type\s*=\s*["']?password|name\s*=\s*["']?SAMLRe(?:quest|sponse)|<title>[^<]{0,80}(?:log ?[io]n|sign[ -]?in|anmeld|connexion|inloggen)/i.test(
    body,
  );
}

const LOGIN_WORD =
  /^(?:login\w*|\w*signin|logon|sso|oauth2?|oidc|openid|cas|auth|authn|authorize|authenticate|idp|wayf|saml2?|adfs|shibboleth|iam|keycloak|realms|urs|j_spring\w*)$/;

/** Whether the target of a redirect looks like a place to sign in. */
export function isLoginAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname}`
    .toLowerCase()
    .replaceAll('sign-in', 'signin')
    .split(/[^a-z0-9_]+/)
    .some((word) => LOGIN_WORD.test(word));
}
