import { createPublicKey, sign } from "node:crypto";
import type { Exchange, Http } from "#lib/net/http";
import { signedTexts } from "#lib/signatures/sns";

export type World = Http & { visited: string[] };
type Page = { status: number; body: string } | "away";

/** A world outside that consists of these pages and remembers what was asked for. */
export function worldOf(pages: Record<string, Page>): World {
  const visited: string[] = [];
  return {
    visited,
    send: async ({ url }) => {
      visited.push(url);
      return exchangeOf(pages[url] ?? { status: 404, body: "not here" });
    },
    close: async () => {},
  };
}

function exchangeOf(page: Page): Exchange {
  const rest = {
    timings: { dnsMs: null, connectMs: null, tlsMs: null, waitMs: null, totalMs: 1 },
    remoteAddress: null,
  };
  if (page === "away") return { ...rest, failure: { class: "timed_out", text: "The server did not answer." } };
  return { ...rest, response: { ...page, headers: {}, truncated: false } };
}

export const certificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-test.pem";
export const topicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";

/** A message as Amazon SNS signs it. Fields of `more` are signed too. */
export function snsMessage(more: Record<string, string>, algorithm: "1" | "2" = "1"): Record<string, string> {
  const message = {
    Type: "Notification",
    MessageId: "6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a01",
    TopicArn: topicArn,
    Timestamp: new Date().toISOString(),
    Message: "{}",
    SignatureVersion: algorithm,
    SigningCertURL: certificateUrl,
    ...more,
  };
  const hash = algorithm === "1" ? "RSA-SHA1" : "RSA-SHA256";
  const signature = sign(hash, Buffer.from(signedTexts(message)[0] ?? ""), worldKey);
  return { ...message, Signature: signature.toString("base64") };
}

export const keysUrl = "https://www.googleapis.com/oauth2/v3/certs";
export const entraKeysUrl = "https://login.microsoftonline.com/common/discovery/v2.0/keys";

/** The published keys of an issuer of tokens. */
export const keySet = (kid: string): string =>
  JSON.stringify({ keys: [{ ...createPublicKey(worldKey).export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] });

/** A token signed with the key `kid` of that set. */
export function tokenOf(claims: Record<string, unknown>, header: Record<string, unknown> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "key-1", typ: "JWT", ...header })}.${part(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), worldKey).toString("base64url")}`;
}

/** A key made for the tests, and two certificates of it. They protect nothing. */
const worldKey = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC1YzoBXb0FHIxP
5Jf09dHRtWNS3cWOiqr6DjzI0p+tnKKbXN3bGzUiroyV3dF7OK8TfrJjPWS9Hglu
lNSbl2OullNWzbrUro71oJmHuNjY4J0adPD5GW/nHkSzaO1ShwKKhC00qq9QG7SC
LmyG6N2E+K5PM+DgFnzytva8aI4MdjQLwql3CrByj5P2iRqGX3VrNOK5Z+9ZLkyJ
fKugZxRIWo3eflD0WmEP0Zo/Ha+L6W+RpWD9KkE0H6VVOb6EldPg9uuRnC1Ia73K
U7EQlfcUv2hyW3tpGFpolpJXX1fqNwPOFvcY9DNHflscfT7WtrUkOi3GOcWWoNJy
IdsZTfPzAgMBAAECggEAWk1bDGERgGD1DbU9XYuf+Ko4F4InH06zzieWZVhOfI01
eulh3foOmwSRIu86ogDXUHpL7xIae/hfM7lOm2NkEf/u35EuiUGaFHju1l3VPyub
qxc6/JiIWGR+SV9cfzCNuE4Tf1vWSahxVjosd4Go/tEbXnzyYD1x2RfzgFsBFPxQ
GdGCS+BnzupeoubbFCZsEEbRFuQ2jUJjRynfspySf+BHL3AGJq05p3WZpvco8jih
gTXgRlBnuJr0iRAlbI0Gr5GdgyqCzTilcGtsBOGXgn+0yg1COPk79f0GbgTZ1bvk
CGaNvcNRm8N1lvZ/WxjxDrISIWl9yzn1ldgXGLIXsQKBgQDwQdZKbad/Er25Dnr/
pyGMqLUEyvnxpZfnZ8HDfFwt17h1KonjcXLh+T2TWgSXO/joPvD6V7LpHjZr97qO
U7YJ+eeOOPGrZJPWN4Ui4/IayP0Zp65OmELC6ZacaWBtuxRKp63UPe2SXRHLn7uq
pBeRyllQNN8lhevCCZdaPX1N+wKBgQDBReO1Q5nqSN43a2vUJ1RRA/IzJOFd6J7v
dwKLVNYcEM78Bu9q0IhBg2Fe3uCeRr8/lf/EsrCNCDbIhSeCokvUcXs+BJfZZsc9
5cQ36QIjXd3ShkW6UD0Fj8x+ZjzOp6QEClMGNtembFOFMpOxAyxGg1ZHQM6nd2y1
FFRjXcFoaQKBgQC78KRywGhgDQcAdgVdax3hbC9+OlFe6Ex1pkJ6axOogLE4ZjhL
BPn7Lv8t/yLMMwu4kVPsYSIBHbMwri7vGyixkR3DsWPK0Picf/3Tl0BSF5t1sCe4
L385/YPlgsD91XRAGf7uoirvbYJ4KNGi4I3Xa9SF23YbYjFULjCJVMRqdQKBgBdv
rSQO1XwmZ+Paf9HTDxNf4h+3iiiEC7nH+aQBnpD6rM683I1cShl/n/AMILqwo4JH
YyNr86K2a0Y3d0oM+hsBw8sKbYtsPh7QXNHWzG6TdFGR/KSSFEQ3Yrm1FgyNIYNn
6Rdo0Q+aNSqCrowZcWX/iRfM0QJXpfPzSiReexR5AoGAbUCGAJ/O+JtxdcdtpTb3
EDZ36tqtQXf5KYIPpJ1QPNXQ1lDyx6s3lCyuSneIMcIIpVoC4i7cqhd8cuigYgBs
ELDqzSOi0aeOav6K2m1MYFD+RgCnPxVr7Oi1PnotDFy7LUe0+Lr853mn6N8Upwdo
tER1RH45CtCx33HJJQhzjJg=
-----END PRIVATE KEY-----
`;

export const certificate = `-----BEGIN CERTIFICATE-----
MIICrjCCAZYCAQEwDQYJKoZIhvcNAQELBQAwHDEaMBgGA1UEAwwRc25zLmFtYXpv
bmF3cy5jb20wIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBwxGjAY
BgNVBAMMEXNucy5hbWF6b25hd3MuY29tMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
MIIBCgKCAQEAtWM6AV29BRyMT+SX9PXR0bVjUt3Fjoqq+g48yNKfrZyim1zd2xs1
Iq6Mld3RezivE36yYz1kvR4JbpTUm5djrpZTVs261K6O9aCZh7jY2OCdGnTw+Rlv
5x5Es2jtUocCioQtNKqvUBu0gi5shujdhPiuTzPg4BZ88rb2vGiODHY0C8Kpdwqw
co+T9okahl91azTiuWfvWS5MiXyroGcUSFqN3n5Q9FphD9GaPx2vi+lvkaVg/SpB
NB+lVTm+hJXT4PbrkZwtSGu9ylOxEJX3FL9oclt7aRhaaJaSV19X6jcDzhb3GPQz
R35bHH0+1ra1JDotxjnFlqDSciHbGU3z8wIDAQABMA0GCSqGSIb3DQEBCwUAA4IB
AQAZoVBuMM8oy7DFmGbcrb4Gk23PyWo61kaYsDskuV3IQk3GCZXNm1SxkqqVSCeG
7UZa5BjHX7PalW15WQLDxq7frG0KrMJiLk7g/2wqh7chFBaRvQ1I6nujozFjKgw4
f4a5jaDUy/p7nPJ6bgqSdQewMrfkUX/VLASRkZluLRY0LF5Yom91O9lW+0JOst9K
cR29QSp1TWdb91fdZfi0mAs4gR2Ojyb2jqNGUdNjDgFiAV0NNo/kxmYMni9izjso
qmFDc3rRrw+/beIeN9sPCU0upiplREaR/0MICZRFUUAMYXJl2AldYN8QhDPGnVkq
wGcF8oG4aMwqFFrNRbWGSEZr
-----END CERTIFICATE-----
`;

export const expiredCertificate = `-----BEGIN CERTIFICATE-----
MIICrDCCAZQCAQIwDQYJKoZIhvcNAQELBQAwHDEaMBgGA1UEAwwRc25zLmFtYXpv
bmF3cy5jb20wHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAcMRowGAYD
VQQDDBFzbnMuYW1hem9uYXdzLmNvbTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
AQoCggEBALVjOgFdvQUcjE/kl/T10dG1Y1LdxY6KqvoOPMjSn62coptc3dsbNSKu
jJXd0Xs4rxN+smM9ZL0eCW6U1JuXY66WU1bNutSujvWgmYe42NjgnRp08PkZb+ce
RLNo7VKHAoqELTSqr1AbtIIubIbo3YT4rk8z4OAWfPK29rxojgx2NAvCqXcKsHKP
k/aJGoZfdWs04rln71kuTIl8q6BnFEhajd5+UPRaYQ/Rmj8dr4vpb5GlYP0qQTQf
pVU5voSV0+D265GcLUhrvcpTsRCV9xS/aHJbe2kYWmiWkldfV+o3A84W9xj0M0d+
Wxx9Pta2tSQ6LcY5xZag0nIh2xlN8/MCAwEAATANBgkqhkiG9w0BAQsFAAOCAQEA
ACWOcvUUIwPIukOypTUyF3dsZZc5woo5W/UnGz3SP5UipoarfZis+sA5RkKRvRMc
1k33PTidPs1PBZ5EUkS9hZcYMfcTODIKMppK2k1nQi528rLe5kz99g/M2elwV+qV
hOOL7IC6vjRuUjYb/RKy6HPgpGvpu4hvK9qws5m3jVR6HLgc/+j+uuUEamLNLCVp
2nZ+SojDH8yQYewIEAW6By5ARogZ42lXVClO1u+6AGTRzsMZ07/sIn5vv2QIedAX
0K3nSRlRGelLr+VAT/0pqTwxZIz56O0z83gXqp2tqQnU3aOH3twSvnpFtr9XWWR3
spqfLBAkeJQno9a2rbwbvw==
-----END CERTIFICATE-----
`;
