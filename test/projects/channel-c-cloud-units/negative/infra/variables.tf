variable "region" {
  default = "ap-southeast-1"
}
