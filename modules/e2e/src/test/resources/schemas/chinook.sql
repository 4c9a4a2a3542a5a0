-- The shape of Chinook, a shop that sells music: every name in mixed case, a tree of employees, one join table.
create table "Artist" ("ArtistId" integer primary key, "Name" varchar(120));
create table "Album" ("AlbumId" integer primary key, "Title" varchar(160) not null, "ArtistId" integer not null references "Artist");
create table "Employee" (
  "EmployeeId" integer primary key, "LastName" varchar(20) not null, "FirstName" varchar(20) not null, "Title" varchar(30),
  "ReportsTo" integer references "Employee", "BirthDate" timestamp, "HireDate" timestamp, "City" varchar(40), "Email" varchar(60));
create table "Customer" (
  "CustomerId" integer primary key, "FirstName" varchar(40) not null, "LastName" varchar(20) not null, "Company" varchar(80), "Country" varchar(40),
  "Email" varchar(60) not null, "SupportRepId" integer references "Employee");
create table "Genre" ("GenreId" integer primary key, "Name" varchar(120));
create table "MediaType" ("MediaTypeId" integer primary key, "Name" varchar(120));
create table "Track" (
  "TrackId" integer primary key, "Name" varchar(200) not null, "AlbumId" integer references "Album", "MediaTypeId" integer not null references "MediaType",
  "GenreId" integer references "Genre", "Composer" varchar(220), "Milliseconds" integer not null, "Bytes" integer, "UnitPrice" numeric(10, 2) not null);
create table "Invoice" (
  "InvoiceId" integer primary key, "CustomerId" integer not null references "Customer", "InvoiceDate" timestamp not null, "BillingCountry" varchar(40),
  "Total" numeric(10, 2) not null);
create table "InvoiceLine" (
  "InvoiceLineId" integer primary key, "InvoiceId" integer not null references "Invoice", "TrackId" integer not null references "Track",
  "UnitPrice" numeric(10, 2) not null, "Quantity" integer not null);
create table "Playlist" ("PlaylistId" integer primary key, "Name" varchar(120));
create table "PlaylistTrack" (
  "PlaylistId" integer not null references "Playlist", "TrackId" integer not null references "Track", primary key ("PlaylistId", "TrackId"));

insert into "Artist" values (1, 'AC/DC'), (2, 'Accept');
insert into "Album" values (1, 'For Those About To Rock', 1), (2, 'Balls to the Wall', 2);
insert into "Employee" values (1, 'Adams', 'Andrew', 'General Manager', null, '1962-02-18', '2002-08-14', 'Edmonton', 'a@example.org'),
  (2, 'Edwards', 'Nancy', 'Sales Manager', 1, '1958-12-08', '2002-05-01', 'Calgary', 'n@example.org');
insert into "Customer" values (1, 'Luís', 'Gonçalves', 'Embraer', 'Brazil', 'l@example.org', 2);
insert into "Genre" values (1, 'Rock');
insert into "MediaType" values (1, 'MPEG audio file');
insert into "Track" select i, 'Track ' || i, 1 + i % 2, 1, 1, null, 1000 * i, 99, 0.99 from generate_series(1, 12) i;
insert into "Invoice" values (1, 1, '2021-01-01', 'Brazil', 1.98);
insert into "InvoiceLine" values (1, 1, 1, 0.99, 1), (2, 1, 2, 0.99, 1);
insert into "Playlist" values (1, 'Music'), (2, 'Movies');
insert into "PlaylistTrack" select 1, i from generate_series(1, 12) i;

-- while it runs
update "Track" set "UnitPrice" = 1.99, "Composer" = 'Young' where "TrackId" = 3;
delete from "PlaylistTrack" where "TrackId" > 10;
insert into "PlaylistTrack" values (2, 1);
update "PlaylistTrack" set "PlaylistId" = 2 where "TrackId" = 5;
delete from "InvoiceLine" where "InvoiceLineId" = 2;
insert into "Artist" values (3, 'Aerosmith');
