vacuum (analyze) accounts, users, categories, clients, trees, tree_versions, sessions, outputs, commands, receipts_due
