provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "archive"
  region = "ap-east-1"
}
