from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="data/sft.jsonl")["train"]
trainer = SFTTrainer(model="Qwen/Qwen2.5-0.5B", train_dataset=data, args=SFTConfig(output_dir="out"))
trainer.train()
