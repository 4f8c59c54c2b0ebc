"""A language model as a coder, at any address that speaks the OpenAI chat form."""

from maalkart.coding.llm.client import Client, Endpoint
from maalkart.coding.llm.coder import Cache, LlmCoder
from maalkart.coding.llm.cost import Cost

__all__ = ["Cache", "Client", "Cost", "Endpoint", "LlmCoder"]
