resource "azurerm_linux_web_app" "desk" {
  location = "eastasia"
  app_settings = {
    AZURE_OPENAI_ENDPOINT = "https://brackenfield.openai.azure.com/"
  }
}
