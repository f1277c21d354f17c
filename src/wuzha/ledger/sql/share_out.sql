-- For the rest of the transaction: digests cost more than the planner knows, so let workers share them.
SELECT set_config('parallel_setup_cost', '100', true), set_config('parallel_tuple_cost', '0.001', true)
