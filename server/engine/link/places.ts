/** Names of variables and keys that say where code runs or where a model is called. */
import type { Setting } from '../types'

/** Variables that name a region of the cloud they run in. Storage, logging and model variables are others. */
export const VARIABLES: Readonly<Record<string, string>> = {
  AWS_REGION: 'aws',
  AWS_DEFAULT_REGION: 'aws',
  CDK_DEFAULT_REGION: 'aws',
  GOOGLE_CLOUD_REGION: 'gcp',
  CLOUDSDK_COMPUTE_REGION: 'gcp',
  CLOUDSDK_RUN_REGION: 'gcp',
  AZURE_LOCATION: 'azure',
  ALIBABA_CLOUD_REGION: 'alibaba',
  ALIBABA_CLOUD_REGION_ID: 'alibaba',
  ALICLOUD_REGION: 'alibaba',
  TENCENTCLOUD_REGION: 'tencent',
  HW_REGION_NAME: 'huawei',
  VOLCENGINE_REGION: 'volcengine',
  KSYUN_REGION: 'kingsoft',
  YC_REGION: 'yandex',
  SEL_REGION: 'selectel',
  IC_REGION: 'ibm',
  LINODE_REGION: 'linode',
  OCI_REGION: 'oracle',
  DIGITALOCEAN_REGION: 'digitalocean',
  SCW_DEFAULT_REGION: 'scaleway',
  SCW_DEFAULT_ZONE: 'scaleway',
  VERCEL_REGION: 'vercel',
  FLY_REGION: 'fly',
  PRIMARY_REGION: 'fly',
}

/** Variables and keys that name where a model is called: the cloud follows from the client beside them. */
const MODEL_PLACES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:AWS_REGION|AWS_DEFAULT_REGION|AWS_REGION_NAME|AWS_BEDROCK_LLM_REGION|(?:AWS_)?BEDROCK_(?:AWS_)?REGION|ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION|aws_region(?:_name)?|awsRegion|region_name)$/,
    'bedrock',
  ],
  [
    /^(?:CLOUD_ML_REGION|VERTEX_REGION_CLAUDE_\w+|VERTEX_?AI_LOCATION|VERTEXAI_LOCATION|GOOGLE_CLOUD_LOCATION|ANTHROPIC_GOOGLE_CLOUD_LOCATION|vertex_location|vertex_region|vertexRegion|vertexai_location)$/,
    'vertex',
  ],
]
export const CLOUD_OF: Readonly<Record<string, string>> = { bedrock: 'aws', vertex: 'gcp', foundry: 'azure' }

/** Cloud service whose region a setting of that name gives, or undefined. */
export function modelPlace(name: string): string | undefined {
  return MODEL_PLACES.find(([re]) => re.test(name))?.[1]
}

export function namesPlace(setting: Setting): boolean {
  return !setting.quoted && (Object.hasOwn(VARIABLES, setting.name) || modelPlace(setting.name) !== undefined)
}
