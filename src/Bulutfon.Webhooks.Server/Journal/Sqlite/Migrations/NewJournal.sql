-- What all migrations together make of an empty file, so that a first start need not wait for them; a test compares the two.
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "journal" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_journal" PRIMARY KEY,
    "timestamp" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "content_hash" INTEGER NOT NULL,
    "hook" TEXT NOT NULL,
    "received_at" INTEGER NOT NULL,
    "delivery_count" INTEGER NOT NULL,
    "content_type" TEXT NULL,
    "body" BLOB NOT NULL
);
CREATE TABLE "journal_state" (
    "name" TEXT NOT NULL CONSTRAINT "PK_journal_state" PRIMARY KEY,
    "value" TEXT NOT NULL
);
CREATE TABLE "rejections" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_rejections" PRIMARY KEY AUTOINCREMENT,
    "hook" TEXT NOT NULL,
    "received_at" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "path" TEXT NULL,
    "byte_offset" INTEGER NULL,
    "content_type" TEXT NULL,
    "size" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    "event_id" INTEGER NULL
);
CREATE UNIQUE INDEX "ux_journal_identity" ON "journal" ("timestamp", "uuid", "event_type", "destination", "content_hash");
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261124034839_InitialJournal', '10.0.15');
CREATE TABLE "callback_marks" (
    "number" TEXT NOT NULL CONSTRAINT "PK_callback_marks" PRIMARY KEY,
    "state" TEXT NOT NULL,
    "note" TEXT NULL,
    "marked_by" TEXT NOT NULL,
    "marked_at" INTEGER NOT NULL,
    "last_call_at" INTEGER NOT NULL
);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261124090000_CallbackMarks', '10.0.15');
CREATE TABLE "erased" (
    "kind" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    "erased_at" INTEGER NOT NULL,
    CONSTRAINT "PK_erased" PRIMARY KEY ("kind", "id")
);
CREATE TABLE "erasures" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_erasures" PRIMARY KEY AUTOINCREMENT,
    "number" TEXT NULL,
    "state" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" INTEGER NOT NULL,
    "finished_at" INTEGER NULL,
    "events" INTEGER NOT NULL,
    "rejections" INTEGER NOT NULL,
    "marks" INTEGER NOT NULL
);
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261124123000_Erasures', '10.0.15');
