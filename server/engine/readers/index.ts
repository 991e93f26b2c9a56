import type { Reader } from '../reader'
import { docker } from './docker'
import { dotenv } from './dotenv'
import { json } from './json'
import { properties } from './properties'
import { shell } from './shell'
import { source } from './source'
import { toml } from './toml'
import { yaml } from './yaml'

/** Every reader, most specific first. A new format is one file and one line here. */
export const readers: readonly Reader[] = [docker, dotenv, shell, yaml, json, toml, properties, source]
