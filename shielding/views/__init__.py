"""The pages about children: one file for each thing that a person does there."""
