/** A hash that another system has made, and where it comes from. */
export interface HashVector {
  kind: string
  madeBy: string
  password: string
  hash: string
}

const PASSWORD = 'correct-horse-battery'

/** One hash of `correct-horse-battery` for every kind that accounts are imported with. */
export const ONE_OF_EACH: HashVector[] = [
  {
    kind: 'bcrypt $2a$',
    madeBy: 'Python bcrypt 4.0',
    password: PASSWORD,
    hash: '$2a$05$abcdefghijklmnopqrstuuSnF5tLPqPFqc0z9CY0HcSLFbSRlL67u',
  },
  {
    kind: 'bcrypt $2b$',
    madeBy: 'crypt(3) of libxcrypt',
    password: PASSWORD,
    hash: '$2b$05$abcdefghijklmnopqrstuuSnF5tLPqPFqc0z9CY0HcSLFbSRlL67u',
  },
  {
    kind: 'bcrypt $2y$',
    madeBy: 'crypt(3) of libxcrypt',
    password: PASSWORD,
    hash: '$2y$05$abcdefghijklmnopqrstuuSnF5tLPqPFqc0z9CY0HcSLFbSRlL67u',
  },
  {
    kind: 'phpass $P$',
    madeBy: 'passlib 1.7.4',
    password: PASSWORD,
    hash: '$P$9gURAnWsHjE44eW2x9kqlcP0x8zKzd1',
  },
  {
    kind: 'phpass $H$',
    madeBy: 'passlib 1.7.4',
    password: PASSWORD,
    hash: '$H$9gURAnWsHjE44eW2x9kqlcP0x8zKzd1',
  },
  {
    kind: 'SHA-crypt $5$',
    madeBy: 'openssl passwd -5',
    password: PASSWORD,
    hash: '$5$northwind$m7hPphzG1G.sft3vDKiNVUrRplZW4awrcHjT96DtQ05',
  },
  {
    kind: 'SHA-crypt $6$',
    madeBy: 'openssl passwd -6',
    password: PASSWORD,
    hash: '$6$northwind$LtiMY83oBV5rtcIp012GPam7L3.OpykWnqPddmCx618DJVaoLVKUk59RZrN9hlti3P2YKnVFkY1KXgtunv37B/',
  },
  {
    kind: 'Django pbkdf2_sha256',
    madeBy: 'Django 5.2',
    password: PASSWORD,
    hash: 'pbkdf2_sha256$20000$seasalt$lxushKHm/dXVMC9JIuCiJ+CRpG4RLEbYpS27qIXJsq0=',
  },
  {
    kind: 'LDAP {SSHA}',
    madeBy: 'passlib 1.7.4',
    password: PASSWORD,
    hash: '{SSHA}7EeXSR4k129P+M381anB2kNSf2o4Ynl0ZXMuLg==',
  },
  {
    kind: 'WordPress $wp$2y$',
    madeBy: "Python's hmac and bcrypt 4.0, as wp_hash_password() does",
    password: PASSWORD,
    hash: '$wp$2y$05$abcdefghijklmnopqrstuu.jr2u5VayF7YkiJm1wllq.6bA3LxUYK',
  },
  {
    kind: 'Argon2id',
    madeBy: 'argon2-cffi 25.1',
    password: PASSWORD,
    hash: '$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$gYaDigMbSi51SMRFbNP0/pvf2+KOBtN4B5/EoALTjaw',
  },
  {
    kind: 'Argon2i',
    madeBy: 'argon2-cffi 25.1',
    password: PASSWORD,
    hash: '$argon2i$v=19$m=1024,t=2,p=2$c29tZXNhbHQ$+3zvEfXWPtsA1LVOVL6awgE0BRKH4Fn4cQuCrJE72TY',
  },
]

/** What the systems themselves publish, and corner cases made by independent implementations. */
export const PUBLISHED: HashVector[] = [
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'Hello world!',
    hash: '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'Hello world!',
    hash: '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'we have a short salt string but not a short password',
    hash: '$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'Hello world!',
    hash: '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'Hello world!',
    hash: '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'the specification of SHA-crypt',
    password: 'a very much longer text to encrypt.  This one even stretches over morethan one line.',
    hash: '$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1',
  },
  {
    kind: 'SHA-crypt',
    madeBy: 'crypt(3) of libxcrypt',
    password: 'Zoë’s ﬁne café',
    hash: '$6$rounds=1000$northwind$UhHKp05ZhRWBh68ReAnDpA/zYYf0MhvQ2VvnCUoYBrAfaSIu02ztVWst.cd6LcYGxZ.TWf4KFahe6wipvxTXx.',
  },
  {
    kind: 'bcrypt $2y$',
    madeBy: 'crypt(3) of libxcrypt',
    password: 'Zoë’s café',
    hash: '$2y$05$abcdefghijklmnopqrstuuuWT5AUa.WMxjk03HjWUieFPVwbvmShm',
  },
  {
    kind: 'bcrypt $2a$',
    madeBy: 'the self-test of crypt_blowfish',
    password: 'U*U',
    hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
  },
  {
    kind: 'bcrypt $2a$',
    madeBy: 'the self-test of crypt_blowfish',
    password: 'U*U*U',
    hash: '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a',
  },
  {
    kind: 'bcrypt $2a$',
    madeBy: 'the self-test of crypt_blowfish',
    password: '',
    hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy',
  },
  {
    kind: 'bcrypt $2a$',
    madeBy: 'the self-test of crypt_blowfish',
    password: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    hash: '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  },
  {
    kind: 'phpass $P$',
    madeBy: 'the test of phpass',
    password: 'test12345',
    hash: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
  },
  { kind: 'phpass $P$', madeBy: 'passlib 1.7.4', password: 'Zoë’s café', hash: '$P$58klT5WNyKvIvhQUSRL6dYClAZz20w1' },
  {
    kind: 'Django pbkdf2_sha256',
    madeBy: 'Django 5.2',
    password: 'lètmein',
    hash: 'pbkdf2_sha256$1$seasalt2$h3NICSKfQIQZrgY1hu9zvFs/fKpyZxtJcUgT2+Ye20k=',
  },
  {
    kind: 'LDAP {SSHA}',
    madeBy: 'passlib 1.7.4',
    password: 'Zoë’s café',
    hash: '{SSHA}gxVSgHkomk9DjLJsuLtOqk47i0A0Ynku',
  },
  {
    kind: 'Argon2',
    madeBy: 'argon2-cffi 25.1',
    password: 'password',
    hash: '$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$7FfsnA6vUe7qLpL/3Kqc3uR48ZJyFbUVt7jWZlf0Htk',
  },
  {
    kind: 'Argon2',
    madeBy: 'argon2-cffi 25.1',
    password: 'password',
    hash: '$argon2i$v=19$m=1024,t=2,p=2$c29tZXNhbHQ$L5PmjAVnzK105vF+MVHkys50egOLjT2ezk1HL3KqpE0',
  },
  {
    kind: 'WordPress $wp$2y$',
    madeBy: "Python's hmac and bcrypt 4.0, as wp_hash_password() does",
    password: ' Zoë ',
    hash: '$wp$2y$05$abcdefghijklmnopqrstuuAW48anhh.5S9RyfdlyZE.iWXqA9K/Qq',
  },
]
