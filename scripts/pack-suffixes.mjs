// Suffixes below which strangers register names, as far as rows are likely to name them; hosting services stand in tunnel.yaml.

const SECOND_LEVEL = /^(?:com|net|org|co|gov|edu|ac|gob|or|ne|go|me|id|web|plc|ltd|nom|in|gen|firm)\.[a-z]{2}$/
const GIVEN_AWAY = new Set(
  'eu.org us.kg qzz.io dpdns.org uk.com eu.com us.com cn.com de.com web.app firebaseapp.com gitlab.io surge.sh is-a.dev nip.io sslip.io duckdns.org blogspot.com cloudfront.net  azureedge.net elasticbeanstalk.com on.aws appspot.com'.split(
    ' ',
  ),
)

export const isSharedSuffix = (domain) => SECOND_LEVEL.test(domain) || GIVEN_AWAY.has(domain)
