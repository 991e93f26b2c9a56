/** Keys that are planted in projects and must not come out anywhere: shapes of makers around a text that is easily found. */
export const BODY = 'Canaryq7Rt2LmX9vBn4Kp8Zs1Wd6Yh3Gf5Jc0Ua'
export const KEYS = {
  openai: `sk-proj-${BODY}${BODY}T3BlbkFJ${BODY}${BODY}`,
  anthropic: `sk-ant-api03-${BODY}${BODY}${BODY.slice(0, 13)}AA`,
  oauth: `sk-ant-oat01-${BODY}${BODY}`,
  google: `AIza${BODY.slice(0, 35)}`,
  /** Known by its name only. */
  generic: BODY,
}
