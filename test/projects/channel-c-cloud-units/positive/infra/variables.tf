variable "region" {
  default = "ap-east-1"
}
