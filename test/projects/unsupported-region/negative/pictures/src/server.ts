import sharp from 'sharp'

export const small = (b: Buffer) => sharp(b).resize(200).toBuffer()
