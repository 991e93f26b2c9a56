resource "azurerm_linux_web_app" "chat" {
  name     = "chat"
  location = "eastasia"
  app_settings = {
    AZURE_OPENAI_ENDPOINT = var.endpoint
  }
}
