resource "aws_lambda_function" "chat" {
  function_name = "chat"
  handler       = "chat.handler"
  runtime       = "python3.12"
  environment {
    variables = {
      OPENAI_BASE_URL = "https://api.openai.com/v1"
    }
  }
}
