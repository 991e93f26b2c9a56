# 报价服务
from anthropic import Anthropic

client = Anthropic()
