-- As before, but a month that belongs to the journal's owner whoever makes it: a role that is a member of the owner's made months that
-- nobody else could drop.
CREATE OR REPLACE FUNCTION make_journal_partitions(months_ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    made integer := 0;
    owner name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'journal'::regclass);
    month timestamp;
    partition text;
    low bigint;
    high bigint;
BEGIN
    FOR step IN -1 .. months_ahead LOOP
        month := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step);
        partition := to_char(month, '"journal_"YYYY"_"MM');
        low := extract(epoch FROM month)::bigint * 1000000;
        high := extract(epoch FROM month + interval '1 month')::bigint * 1000000;
        CONTINUE WHEN to_regclass(partition) IS NOT NULL
            OR EXISTS (SELECT FROM journal_default d WHERE d."timestamp" >= low AND d."timestamp" < high);

        -- Attached rather than made as a partition, which would lock the whole journal.
        EXECUTE format('CREATE TABLE %I (LIKE journal INCLUDING DEFAULTS)', partition);
        IF owner <> current_user THEN
            EXECUTE format('ALTER TABLE %I OWNER TO %I', partition, owner);
        END IF;
        EXECUTE format('ALTER TABLE journal ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', partition, low, high);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- As before, but a month of another role's keeps none of the others, and behind a reader, who has them all, only one wait is made.
CREATE OR REPLACE FUNCTION drop_old_journal_partitions(cutoff bigint) RETURNS bigint LANGUAGE plpgsql
SET lock_timeout = '250ms' SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    dropped bigint := 0;
    partition text;
    young boolean;
    events bigint;
    last bigint;
    added boolean;
BEGIN
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'journal'::regclass AND c.relname ~ '^journal_[0-9]{4}_[0-9]{2}$' AND pg_has_role(c.relowner, 'USAGE')
            AND to_date(right(c.relname, 7), 'YYYY_MM') < date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month'
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE received_at >= $1)', partition) INTO young USING cutoff;
        CONTINUE WHEN young;
        EXECUTE format('SELECT count(*), coalesce(max(id), 0) FROM %I WHERE received_at < $1', partition) INTO events, last USING cutoff;
        BEGIN
            PERFORM pg_advisory_xact_lock(1112887116, 1);
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id > $1)', partition) INTO added USING last;
            IF NOT added THEN
                PERFORM journal_keep_highest();
                EXECUTE format('DROP TABLE %I', partition);
                dropped := dropped + events;
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            EXIT;
        END;
        EXIT WHEN dropped > 0;
    END LOOP;
    RETURN dropped;
END $$;
