vacuum (analyze) accounts, users, categories, clients, trees, tree_versions, tree_readings, sessions, outputs, commands, receipts_due,
    figure_generations, walks, flow_days, flow_months, chains, chain_days
