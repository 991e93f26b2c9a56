import axios from 'axios'

export const crm = axios.create({ baseURL: process.env.CRM_BASE_URL, headers: { 'x-api-key': process.env.CRM_KEY } })
