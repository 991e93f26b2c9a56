variable "endpoint" {
  default = "https://brackenfield.openai.azure.com/"
}
