/** Lists of links that people follow. */
import type { Setting } from '../../types'
import type { Siblings } from '../siblings'
import { snake } from '../words'
import { STRONG_OPTION } from './words'

const LINKS = /(?:^|_)(?:links?|buttons?|nav|navbar|menus?|footer|sidebar|social|bookmarks|cards?)(?:_|$)/

/** `url` of a link to click on, or beside a `base_url` that is the address of the API. */
export function isWebsite(setting: Setting, own: string, siblings: Siblings): boolean {
  if (!/^(?:url|href|link|to)$/.test(own)) return false
  if (LINKS.test(snake(setting.path.slice(0, -1).join('_')))) return true
  return siblings.beside(setting, STRONG_OPTION)
}
